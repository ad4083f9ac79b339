import { closestName } from '../config/closest-name.ts';
import type { LearnedRule } from '../domain/learned-rule.ts';
import type { Target } from '../domain/target.ts';
import type { Clock } from '../ports/clock.ts';
import { learnedRules } from '../rules/lessons/learned-rules.ts';
import type { Lessons } from '../store/lessons.ts';
import { refused, type CommandResult } from './dependencies.ts';

export type ListLessonsDependencies = { readonly targets: { all(): Promise<readonly Pick<Target, 'id'>[]> }; readonly lessons: Pick<Lessons, 'list'>; readonly clock: Clock };

/** What is known of one target: `outcomes` lessons were drawn there, which came to these hints and rules. */
export type TargetLessons = { readonly targetId: string; readonly outcomes: number; readonly rules: readonly LearnedRule[] };

const ORDER = { rule: 0, hint: 1, withdrawn: 2 } as const satisfies Record<LearnedRule['state'], number>;

/** Rules, hints and what was withdrawn, of every target or of the one named, the latest met first. */
export const listLessons = async ({ targets, lessons, clock }: ListLessonsDependencies, { targetId }: { readonly targetId?: string | undefined }): Promise<CommandResult<{ targets: TargetLessons[] }>> => {
  const ids = (await targets.all()).map(({ id }) => id);
  if (targetId !== undefined && !ids.includes(targetId)) {
    const closest = closestName(targetId, ids);
    return refused(`There is no target "${targetId}".${closest === undefined ? ` There are ${ids.join(', ')}.` : ` Did you mean ${closest}?`}`);
  }
  const listed = await Promise.all(ids.filter((id) => targetId === undefined || id === targetId).map(async (id) => {
    const known = await lessons.list(id);
    const rules = learnedRules(known, clock.now()).sort((a, b) => ORDER[a.state] - ORDER[b.state] || b.lastSeenAt - a.lastSeenAt);
    return { targetId: id, outcomes: known.length, rules };
  }));
  return { ok: true, targets: listed };
};

const HEADINGS = { rule: 'Rules (seen in two improvements or more; a fifth does without)', hint: 'Hints (seen in one improvement so far)', withdrawn: 'Withdrawn' } as const satisfies Record<LearnedRule['state'], string>;
const WHY = { holdout: 'without it, it went no worse', unseen: 'not met for 90 days', 'code-gone': 'its code is gone' } as const satisfies Record<NonNullable<LearnedRule['withdrawal']>['why'], string>;

/** The list as lines for people. */
export const lessonsLines = (targets: readonly TargetLessons[]): string[] =>
  targets.flatMap(({ targetId, outcomes, rules }) => [
    `${targetId}: ${outcomes === 0 ? 'nothing has been tried yet' : `${outcomes} ${outcomes === 1 ? 'outcome' : 'outcomes'}, ${rules.length === 0 ? 'nothing to avoid' : counted(rules)}`}.`,
    ...(['rule', 'hint', 'withdrawn'] as const).flatMap((state) => {
      const those = rules.filter((rule) => rule.state === state);
      return those.length === 0 ? [] : ['', `  ${HEADINGS[state]}`, ...those.flatMap((rule) => [`  • ${rule.text}`, `    ${recordOf(rule)}`])];
    }),
    '',
  ]).slice(0, -1);

const counted = (rules: readonly LearnedRule[]): string => {
  const of = (state: LearnedRule['state'], one: string, many: string): string => {
    const count = rules.filter((rule) => rule.state === state).length;
    return `${count} ${count === 1 ? one : many}`;
  };
  return `${of('rule', 'rule', 'rules')}, ${of('hint', 'hint', 'hints')}, ${of('withdrawn', 'withdrawn', 'withdrawn')}`;
};

/** Seen, applied, held out, with what came of each. */
const recordOf = ({ id, seen, firstSeenAt, lastSeenAt, applied, heldOut, helps, withdrawal, state }: LearnedRule): string => {
  const dates = seen === 1 ? `on ${day(firstSeenAt)}` : `from ${day(firstSeenAt)} to ${day(lastSeenAt)}`;
  const trials = state === 'hint' ? [] : [
    `applied ${applied.improvements}${applied.improvements === 0 ? '' : `, met again ${applied.recurred}`}`,
    `held out ${heldOut.improvements}${heldOut.improvements === 0 ? '' : `, met again ${heldOut.recurred}`}`,
    ...(helps === undefined ? [] : [`helps with probability ${helps.toFixed(2)}`]),
  ];
  return [`${id}: seen ${seen} ${seen === 1 ? 'time' : 'times'} ${dates}`, ...trials, ...(withdrawal === undefined ? [] : [`withdrawn ${day(withdrawal.at)}: ${WHY[withdrawal.why]}`])].join('; ');
};

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
