import { useState } from 'preact/hooks';
import type { ImprovementState } from '../../../shared/domain/improvement.ts';
import type { ActOutput } from '../api/commands.ts';
import { useRead } from '../api/use-read.ts';
import { Answer } from '../components/answer.tsx';
import { Button } from '../components/button.tsx';
import { Empty } from '../components/empty.tsx';
import { Icon } from '../components/icon.tsx';
import { counted } from '../components/numbers.ts';
import { PageHead } from '../components/page-head.tsx';
import { ReasonDialog } from '../components/reason-dialog.tsx';
import { useCaller, useMay } from '../shell/caller.ts';
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

const stoppedWords = ({ takenBack, problems, complete }: ActOutput<'stop-everything'>): string =>
  `Everything is stopped. ${takenBack.length === 0 ? 'No canary was out.' : `${counted(takenBack.length, 'canary', 'canaries')} taken back.`}${complete && problems.length === 0 ? '' : ' Not all of it could be done at once: Pawl goes on trying.'}`;

/** What runs, live: what waits for a person, what is being tried on traffic, and the switch that stops it all. */
export const NowPage = () => {
  const status = useRead('status', {}, ({ type }) => type !== 'release');
  const flight = useRead('list-improvements', { state: IN_FLIGHT, limit: SHOWN }, ({ type }) => type === 'improvement');
  const [asks, setAsks] = useState<'cycle' | 'stop' | 'go-on' | undefined>(undefined);
  const [mayOperate, mayAdminister, seesAll] = [useMay('operate'), useMay('administer'), useCaller()?.tenants === 'all'];
  const { stopped, watching = [] } = status.value ?? {};
  const close = (): void => setAsks(undefined);
  return (
    <>
      <PageHead title="Now" actions={mayOperate ? (
        <>
          <Button onClick={() => setAsks('cycle')} disabled={stopped !== undefined}><Icon name="play" />Start a cycle</Button>
          {stopped === undefined && seesAll ? <Button kind="danger" onClick={() => setAsks('stop')}><Icon name="stop" />Stop everything</Button> : null}
          {stopped !== undefined && mayAdminister ? <Button kind="primary" onClick={() => setAsks('go-on')}><Icon name="play" />Let it go on</Button> : null}
        </>
      ) : null} />
      <div class="stack loose">
        {status.value ? <WaitingNow waiting={status.value.awaiting} /> : null}
        <section class="stack" aria-labelledby="flight-title">
          <h2 id="flight-title">In flight</h2>
          <Answer of={flight} lines={4}>
            {({ items, next }) => items.length + watching.length === 0
              ? <Empty title="Nothing is in flight"><p>The next cycle takes up what it finds worth doing.{status.value?.targets.length === 0 ? ' No target is looked after yet: pawl init adds one.' : ''}</p></Empty>
              : (
                <>
                  {/* The newest, and whatever is on the traffic however old it is. */}
                  <InFlight improvements={[...items, ...watching.filter(({ id }) => !items.some((one) => one.id === id))]} order={IN_FLIGHT} />
                  {next === undefined ? null : <p><a href={addressOf('improvements', undefined, { show: 'open' })}>More is in flight than is shown here: all of it</a></p>}
                </>
              )}
          </Answer>
        </section>
        <Answer of={status} lines={6}>{({ targets }) => <TargetsNow targets={targets} />}</Answer>
        <RunningCycles />
        {status.value ? <RecentlyEnded recent={status.value.recent} /> : null}
      </div>
      {asks === 'cycle' ? <StartCycleDialog targets={status.value?.targets ?? []} onClose={close} /> : null}
      {asks === 'stop' ? (
        <ReasonDialog act="stop-everything" inputOf={(reason) => ({ reason })} title="Stop everything?" doIt="Stop everything" isDangerous typed="stop everything" done={stoppedWords} onClose={close}>
          <p>No cycle, remedy or release starts any more, on any target, and every canary is taken back to the version that served before. What was promoted stays. {mayAdminister ? 'You can let it go on afterwards.' : 'Only an administrator lets it go on again.'}</p>
        </ReasonDialog>
      ) : null}
      {asks === 'go-on' ? (
        <ReasonDialog act="go-on" inputOf={(reason) => ({ reason })} title="Let everything go on?" doIt="Go on" done="It goes on" onClose={close}>
          <p>Cycles and releases may start again. It was stopped by {stopped?.by}: {stopped?.reason}</p>
        </ReasonDialog>
      ) : null}
    </>
  );
};
