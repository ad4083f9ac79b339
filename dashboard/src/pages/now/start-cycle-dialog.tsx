import { useState } from 'preact/hooks';
import type { TargetView } from '../../../../shared/domain/views/target-view.ts';
import { useAct } from '../../api/use-act.ts';
import { announce } from '../../components/announce.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ProblemNote } from '../../components/problem-note.tsx';
import { addressOf } from '../../shell/route.ts';

/** Starts a cycle: of which targets, over how many hours of telemetry, and whether only to look. */
export const StartCycleDialog = ({ targets, onClose }: { readonly targets: readonly TargetView[]; readonly onClose: () => void }) => {
  const [targetId, setTargetId] = useState('');
  const [hours, setHours] = useState('');
  const [most, setMost] = useState('');
  const [dryRun, setDryRun] = useState(false);
  const { send, isBusy, problem } = useAct('start-cycle');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const result = await send({ dryRun, ...(targetId === '' ? {} : { targetIds: [targetId] }), ...(hours === '' ? {} : { windowHours: Number(hours) }), ...(most === '' ? {} : { maxImprovements: Number(most) }) });
    if (!result?.ok) return;
    announce(result.value.started ? 'The cycle has started' : 'That cycle was started before');
    location.hash = addressOf('cycles', result.value.cycleId);
    onClose();
  };
  return (
    <Dialog title="Start a cycle" onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <p class="quiet">It looks at telemetry, takes up what gets a slot, and ends in a report. What you leave empty is as the settings say.</p>
        <label class="field"><span>Target</span>
          <select value={targetId} onChange={(event) => setTargetId(event.currentTarget.value)}>
            <option value="">all of them</option>
            {targets.map(({ id }) => <option key={id} value={id}>{id}</option>)}
          </select>
        </label>
        <label class="field"><span>Hours of telemetry</span><input class="input" type="number" min="0.1" max="720" step="any" inputMode="decimal" value={hours} onInput={(event) => setHours(event.currentTarget.value)} /></label>
        <label class="field"><span>Most improvements to take up</span><input class="input" type="number" min="1" max="1000" step="1" inputMode="numeric" value={most} onInput={(event) => setMost(event.currentTarget.value)} /></label>
        <label class="tick"><input type="checkbox" checked={dryRun} onChange={(event) => setDryRun(event.currentTarget.checked)} /><span><strong>Dry run</strong>: list opportunities, take up nothing</span></label>
        {problem ? <ProblemNote problem={problem} /> : null}
        <div class="row end"><Button onClick={onClose}>Cancel</Button><Button type="submit" kind="primary" isBusy={isBusy}>Start</Button></div>
      </form>
    </Dialog>
  );
};
