import type { LearnedRule } from '../../../shared/domain/learned-rule.ts';
import { useRead } from '../api/use-read.ts';
import { Answer } from '../components/answer.tsx';
import { Badge } from '../components/badge.tsx';
import { CopyableId } from '../components/copyable-id.tsx';
import { Empty } from '../components/empty.tsx';
import { counted, percent } from '../components/numbers.ts';
import { PageHead } from '../components/page-head.tsx';
import { Time } from '../components/time.tsx';
import { addressOf } from '../shell/route.ts';
import { replaceAddress } from '../shell/use-route.ts';
import { TargetFilter } from './target-filter.tsx';

const STATES = { rule: ['busy', 'check', 'Rule'], hint: ['idle', 'dots', 'Hint'], withdrawn: ['idle', 'cross', 'Withdrawn'] } as const;
const WHY = { holdout: 'without it, it went no worse', unseen: 'not met for 90 days', 'code-gone': 'its code is gone' } as const satisfies Record<NonNullable<LearnedRule['withdrawal']>['why'], string>;

const Rule = ({ rule: { id, state, text, subject, seen, lastSeenAt, applied, heldOut, helps, withdrawal } }: { readonly rule: LearnedRule }) => {
  const [tone, icon, word] = STATES[state];
  return (
    <li class="card stack tight">
      <p class="row"><Badge tone={tone} icon={icon}>{word}</Badge><span class="quiet small">for {subject}</span><span class="push"><CopyableId id={id} /></span></p>
      <p>{text}</p>
      <p class="quiet small">
        Seen in {counted(seen, 'improvement')}, last <Time at={lastSeenAt} />.
        {state === 'hint' ? null : ` Applied in ${applied.improvements}, met again in ${applied.recurred}; left out of ${heldOut.improvements} on purpose, met again in ${heldOut.recurred}.`}
        {helps === undefined ? null : ` Helps with a probability of ${percent(helps)}.`}
        {withdrawal === undefined ? null : <> Withdrawn <Time at={withdrawal.at} />: {WHY[withdrawal.why]}.</>}
      </p>
    </li>
  );
};

/** What went wrong before and is now avoided, per target. */
export const LessonsPage = ({ query }: { readonly query: Readonly<Record<string, string>> }) => {
  const targetId = query['target'];
  const lessons = useRead('list-lessons', targetId === undefined ? {} : { targetId });
  return (
    <>
      <PageHead title="Lessons" says="What improvements taught: a hint after one, a rule after two; rules are left out now and then to see whether they still help." />
      <div class="stack">
        <div class="filters"><TargetFilter value={targetId} onChange={(target) => replaceAddress(addressOf('lessons', undefined, target ? { target } : {}))} /></div>
        <Answer of={lessons} lines={10}>
          {({ targets }) => (targets.every(({ rules }) => rules.length === 0)
            ? <Empty title="Nothing has been learned yet"><p>{targets.some(({ outcomes }) => outcomes > 0) ? 'Something was tried, and nothing in it has to be avoided.' : 'Lessons come from what was tried.'}</p></Empty>
            : targets.filter(({ rules }) => rules.length > 0).map(({ targetId: id, outcomes, rules }) => (
              <section key={id} class="stack tight" aria-labelledby={`lessons-${id}`}>
                <h2 id={`lessons-${id}`}><a href={addressOf('targets', id)}>{id}</a> <span class="quiet small">{counted(outcomes, 'outcome')}</span></h2>
                <ul class="stack tight">{rules.map((rule) => <Rule key={rule.id} rule={rule} />)}</ul>
              </section>
            )))}
        </Answer>
      </div>
    </>
  );
};
