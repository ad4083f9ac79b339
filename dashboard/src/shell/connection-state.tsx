import { connection, reconnectNow } from '../api/live.ts';
import { useWatched } from '../api/use-watched.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Since, usePassed } from '../components/time.tsx';
import { duration } from '../components/numbers.ts';

const WORDS = { off: 'Not connected', connecting: 'Connecting', live: 'Live', lost: 'Connection lost' } as const;

/** Whether what is seen is the present, in two words. */
export const ConnectionState = () => {
  const { state } = useWatched(connection);
  return <span class={`line-state ${state}`} role="status"><Icon name={state === 'live' ? 'dot' : state === 'lost' ? 'cross' : 'dots'} /><span>{WORDS[state]}</span></span>;
};

/** Shorter than this is a change of trains, not worth a banner. */
const NOTICED_MS = 2500;

/** Says that the page stands still, since when, and that it tries again. */
export const ConnectionBanner = () => {
  const { state, since } = useWatched(connection);
  const isNoticed = usePassed(state === 'lost' ? since + NOTICED_MS : undefined);
  if (state !== 'lost' || !isNoticed) return null;
  return (
    <div class="banner bad">
      {/* What counts on stands outside: a screen reader would begin anew with every tick. */}
      <p><span role="alert"><strong>Connection lost.</strong> Pawl itself is not affected; this page tries again by itself.</span> What you see has stood still for <Since at={since} words={duration} />.</p>
      <Button isSmall onClick={reconnectNow}><Icon name="refresh" />Try now</Button>
    </div>
  );
};
