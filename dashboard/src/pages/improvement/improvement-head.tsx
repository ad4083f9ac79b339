import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ImprovementRow } from '../../../../shared/domain/views/improvement-row.ts';
import { Badge, RiskBadge, StateBadge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { CopyableId } from '../../components/copyable-id.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { ReasonDialog } from '../../components/reason-dialog.tsx';
import { isExposed, isOver } from '../../components/state-words.ts';
import { Time } from '../../components/time.tsx';
import { useMay } from '../../shell/caller.ts';
import { addressOf } from '../../shell/route.ts';

const ORIGINS = { opportunity: 'found by Pawl', proposal: 'proposed', deployment: 'deployed by its owners' } as const satisfies Record<ImprovementRow['origin'], string>;

/** What can still be taken back by a person: a canary, and what was promoted. */
const takeBack = (state: ImprovementRow['state']): { readonly name: string; readonly says: string } | undefined => {
  if (isExposed(state)) return { name: 'Roll back', says: 'All traffic goes back to the stable version at once.' };
  return state === 'promoted' ? { name: 'Revert', says: 'All traffic goes back to the version before it, then a commit takes the change back.' } : undefined;
};

/** Which improvement this is, where it stands, and how it is taken back. */
export const ImprovementHead = ({ improvement }: { readonly improvement: ImprovementRow }): JSX.Element => {
  const { id, title, targetId, tenantId, cycleId, origin, proposedBy, author, risk, state, stateSince, createdAt, systemWide, emergency, reason } = improvement;
  const [asks, setAsks] = useState(false);
  const back = takeBack(state);
  const may = useMay('operate');
  return (
    <div class="stack">
      <PageHead
        title={title}
        actions={back && may ? <Button kind="danger" onClick={() => setAsks(true)}>{back.name} …</Button> : undefined}
        says={(
          <span class="row">
            <StateBadge state={state} />
            {risk && <RiskBadge risk={risk} />}
            {systemWide && <Badge tone="wait" icon="hand">System-wide</Badge>}
            {emergency && <Badge tone="bad" icon="stop">Emergency</Badge>}
            <span>on <a href={addressOf('targets', targetId)}>{targetId}</a>{tenantId !== undefined && <> for tenant {tenantId}</>}</span>
            <span>{isOver(state) ? 'since' : 'in this state since'} <Time at={stateSince} /></span>
          </span>
        )}
      />
      <dl class="improvement-facts small">
        <div><dt>Id</dt><dd><CopyableId id={id} /></dd></div>
        <div><dt>Origin</dt><dd>{ORIGINS[origin]}{origin === 'opportunity' ? '' : ` by ${proposedBy}`}</dd></div>
        {author !== undefined && <div><dt>Written by</dt><dd><code>{author}</code></dd></div>}
        {cycleId !== undefined && <div><dt>Cycle</dt><dd><a href={addressOf('cycles', cycleId)}>{cycleId}</a></dd></div>}
        <div><dt>Begun</dt><dd><Time at={createdAt} /></dd></div>
      </dl>
      {reason !== undefined && reason !== '' && <p class={`note ${isOver(state) && state !== 'promoted' ? 'wait' : ''}`}>{reason}</p>}
      {asks && back && (
        <ReasonDialog
          act="roll-back" inputOf={(why) => ({ improvementId: id, reason: why })} title={`${back.name}: ${title}`} doIt={back.name} isDangerous
          done={`${back.name}: asked for. This page shows what happens.`} onClose={() => setAsks(false)}
        >
          {back.says}
        </ReasonDialog>
      )}
    </div>
  );
};
