import type { JSX } from 'preact';
import { useAct } from '../../api/use-act.ts';
import type { TargetView } from '../../../../shared/domain/views/target-view.ts';
import { announce } from '../../components/announce.tsx';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { ProblemNote } from '../../components/problem-note.tsx';
import { useMay } from '../../shell/caller.ts';
import { TargetStates } from './target-states.tsx';

/** Which target this is, and the switch that makes Pawl leave it alone. */
export const TargetHead = ({ target }: { readonly target: TargetView }): JSX.Element => {
  const { id, functionName, alias, tenantId, shared, pausedBy, notProtected } = target;
  const pause = useAct('pause');
  const resume = useAct('resume');
  const may = useMay('operate');
  const isPaused = pausedBy !== undefined;
  const turn = async (): Promise<void> => {
    const result = await (isPaused ? resume : pause).send({ targetId: id });
    if (result?.ok) announce(isPaused ? `${id} is looked after again.` : `${id} is paused: nothing new is begun on it.`);
  };
  const problem = pause.problem ?? resume.problem;
  return (
    <div class="stack">
      <PageHead
        title={id}
        actions={may ? <Button isBusy={pause.isBusy || resume.isBusy} onClick={() => void turn()}><Icon name={isPaused ? 'play' : 'pause'} />{isPaused ? 'Resume' : 'Pause'}</Button> : undefined}
        says={<span class="row"><span>Function <code>{functionName}</code>, alias <code>{alias}</code>{tenantId !== undefined && `, of tenant ${tenantId}`}{shared && ', shared by tenants'}</span><TargetStates target={target} /></span>}
      />
      {notProtected !== undefined && <p class="note bad"><strong>Not protected.</strong> {notProtected}</p>}
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
};
