import type { Status } from '../api/commands.ts';
import { Icon } from '../components/icon.tsx';
import { Time } from '../components/time.tsx';
import { useMay } from './caller.ts';
import { addressOf } from './route.ts';

/** Everything is stopped: said on every page until somebody lets it go on. Its age stands outside of what is announced: a screen reader would say it anew with every tick. */
export const StoppedBanner = ({ stopped }: { readonly stopped: NonNullable<Status['stopped']> }) => (
  <div class="banner bad">
    <p><strong class="row" role="status"><Icon name="stop" />Everything is stopped.</strong> {stopped.by}, <Time at={stopped.at} />: {stopped.reason}</p>
    {useMay('administer') ? <a class="button small" href={addressOf('now')}>Go on …</a> : null}
  </div>
);
