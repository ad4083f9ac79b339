import { useState } from 'preact/hooks';
import type { ImprovementState } from '../../../../shared/domain/improvement.ts';
import type { ImprovementRow } from '../../../../shared/domain/views/improvement-row.ts';
import type { ReleaseView } from '../../../../shared/domain/views/release-view.ts';
import { useRead } from '../../api/use-read.ts';
import { StateBadge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { duration } from '../../components/numbers.ts';
import { ReasonDialog } from '../../components/reason-dialog.tsx';
import { Sides } from '../../components/sides.tsx';
import { isExposed } from '../../components/state-words.ts';
import { StepLine } from '../../components/step-line.tsx';
import { Since, Time } from '../../components/time.tsx';
import { useMay } from '../../shell/caller.ts';
import { addressOf } from '../../shell/route.ts';

/** A canary as it stands: who gets how much, and how both do. */
const Exposed = ({ release }: { readonly release: ReleaseView | undefined }) =>
  release?.candidateVersion === undefined ? null : (
    <>
      <Sides release={release} />
      <p class="small quiet">{release.verdict ?? 'Nothing has been decided yet.'}{release.watchedUntil === undefined ? null : <> Watched until <Time at={release.watchedUntil} /> at most.</>}</p>
    </>
  );

/** Until then nothing of it is worth more than its row says. */
const IN_THE_MAKING: ReadonlySet<ImprovementState> = new Set(['queued', 'generating', 'validating']);

const Card = ({ improvement }: { readonly improvement: ImprovementRow }) => {
  const { id, title, targetId, tenantId, author, state, stateSince, emergency } = improvement;
  const [asks, setAsks] = useState(false);
  const { value: detail } = useRead('show-improvement', IN_THE_MAKING.has(state) ? undefined : { improvementId: id }, (event) => event.improvementId === id);
  const mayRollBack = useMay('operate') && isExposed(state);
  return (
    <li class="card stack">
      <div class="stack tight">
        <h3><a href={addressOf('improvements', id)}>{title}</a></h3>
        <p class="row small quiet"><StateBadge state={state} /><span>for <Since at={stateSince} words={duration} /></span><a href={addressOf('targets', targetId)}>{targetId}</a>{tenantId ? <span>for {tenantId}</span> : null}{author ? <span>{author}</span> : null}{emergency ? <strong>emergency</strong> : null}</p>
      </div>
      <StepLine state={state} {...(detail ? { history: detail.history } : {})} />
      {isExposed(state) ? <Exposed release={detail?.release} /> : null}
      {mayRollBack ? <div class="row"><Button isSmall kind="danger" onClick={() => setAsks(true)}><Icon name="back" />Roll back</Button></div> : null}
      {asks ? (
        <ReasonDialog act="roll-back" inputOf={(reason) => ({ improvementId: id, reason })} title={`Roll back “${title}”?`} doIt="Roll back" isDangerous done={`Rolling back: ${title}`} onClose={() => setAsks(false)}>
          <p>All of {targetId}’s traffic goes to the version that served before, within seconds. It is not tried again on the same evidence.</p>
        </ReasonDialog>
      ) : null}
    </li>
  );
};

/** So many have a card of their own; what is on the traffic always has. */
const CARDS = 6;

/** Everything that is being worked on, what touches traffic first. */
export const InFlight = ({ improvements, order }: { readonly improvements: readonly ImprovementRow[]; readonly order: readonly ImprovementState[] }) => {
  const sorted = improvements.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.stateSince - a.stateSince);
  const cards = Math.max(CARDS, sorted.findLastIndex(({ state }) => isExposed(state)) + 1);
  return (
    <>
      <ul class="cards">{sorted.slice(0, cards).map((improvement) => <Card key={improvement.id} improvement={improvement} />)}</ul>
      {sorted.length > cards ? (
        <ul class="card stack tight" aria-label="Also in flight">
          {sorted.slice(cards).map(({ id, title, targetId, tenantId, state }) => <li key={id} class="row"><a href={addressOf('improvements', id)}>{title}</a><StateBadge state={state} /><span class="quiet small">{targetId}{tenantId ? ` for ${tenantId}` : ''}</span></li>)}
        </ul>
      ) : null}
    </>
  );
};
