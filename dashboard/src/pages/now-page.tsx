import { useState } from 'preact/hooks';
import type { ImprovementState } from '../../../shared/domain/improvement.ts';
import { useRead } from '../api/use-read.ts';
import { Answer } from '../components/answer.tsx';
import { Button } from '../components/button.tsx';
import { Empty } from '../components/empty.tsx';
import { Icon } from '../components/icon.tsx';
import { PageHead } from '../components/page-head.tsx';
import { ReasonDialog } from '../components/reason-dialog.tsx';
import { useMay } from '../shell/caller.ts';
import { addressOf } from '../shell/route.ts';
import { InFlight } from './now/in-flight.tsx';
import { RecentlyEnded } from './now/recently-ended.tsx';
import { RunningCycles } from './now/running-cycles.tsx';
import { StartCycleDialog } from './now/start-cycle-dialog.tsx';
import { TargetsNow } from './now/targets-now.tsx';
import { WaitingNow } from './now/waiting-now.tsx';

/** What is being worked on, in the order in which it interests somebody at night. */
const IN_FLIGHT: readonly ImprovementState[] = ['releasing', 'watching', 'promoting', 'rolling-back', 'reverting', 'validating', 'generating', 'queued'];
const SHOWN = 24;

/** What runs, live: what waits for a person, what is being tried on traffic, and the switch that stops it all. */
export const NowPage = () => {
  const status = useRead('status', {}, () => true);
  const flight = useRead('list-improvements', { state: IN_FLIGHT, limit: SHOWN }, ({ type }) => type === 'improvement');
  const [asks, setAsks] = useState<'cycle' | 'stop' | 'go-on' | undefined>(undefined);
  const [mayOperate, mayAdminister] = [useMay('operate'), useMay('administer')];
  const stopped = status.value?.stopped;
  const close = (): void => setAsks(undefined);
  return (
    <>
      <PageHead title="Now" actions={mayOperate ? (
        <>
          <Button onClick={() => setAsks('cycle')} disabled={stopped !== undefined}><Icon name="play" />Start a cycle</Button>
          {stopped === undefined ? <Button kind="danger" onClick={() => setAsks('stop')}><Icon name="stop" />Stop everything</Button> : null}
          {stopped !== undefined && mayAdminister ? <Button kind="primary" onClick={() => setAsks('go-on')}><Icon name="play" />Let it go on</Button> : null}
        </>
      ) : null} />
      <Answer of={status} lines={10}>
        {(now) => (
          <div class="stack loose">
            <WaitingNow waiting={now.awaiting} />
            <section class="stack" aria-labelledby="flight-title">
              <h2 id="flight-title">In flight</h2>
              <Answer of={flight} lines={4}>
                {({ items, next }) => items.length === 0
                  ? <Empty title="Nothing is in flight"><p>The next cycle takes up what it finds worth doing. {now.targets.length === 0 ? 'No target is looked after yet: pawl init adds one.' : ''}</p></Empty>
                  : (
                    <>
                      <InFlight improvements={items} order={IN_FLIGHT} />
                      {next === undefined ? null : <p><a href={addressOf('improvements')}>More is in flight than is shown here: all improvements</a></p>}
                    </>
                  )}
              </Answer>
            </section>
            <RunningCycles />
            <TargetsNow targets={now.targets} />
            <RecentlyEnded recent={now.recent} />
          </div>
        )}
      </Answer>
      {asks === 'cycle' ? <StartCycleDialog targets={status.value?.targets ?? []} onClose={close} /> : null}
      {asks === 'stop' ? (
        <ReasonDialog act="stop-everything" inputOf={(reason) => ({ reason })} title="Stop everything?" doIt="Stop everything" isDangerous typed="stop everything" done="Everything is stopped" onClose={close}>
          <p>No cycle, remedy or release starts any more, on any target, and every canary is taken back to the version that served before. What was promoted stays. {mayAdminister ? 'You can let it go on afterwards.' : 'Only an administrator lets it go on again.'}</p>
        </ReasonDialog>
      ) : null}
      {asks === 'go-on' ? (
        <ReasonDialog act="go-on" inputOf={() => ({})} wantsReason={false} title="Let everything go on?" doIt="Go on" done="It goes on" onClose={close}>
          <p>Cycles and releases may start again. It was stopped by {stopped?.by}: {stopped?.reason}</p>
        </ReasonDialog>
      ) : null}
    </>
  );
};
