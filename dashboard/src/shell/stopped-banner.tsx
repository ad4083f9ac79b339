import type { Status } from '../api/commands.ts';
import { Icon } from '../components/icon.tsx';
import { Time } from '../components/time.tsx';
import { addressOf } from './route.ts';

/** Everything is stopped: said on every page until somebody lets it go on. */
export const StoppedBanner = ({ stopped }: { readonly stopped: NonNullable<Status['stopped']> }) => (
  <div class="banner bad" role="status">
    <p><strong class="row"><Icon name="stop" />Everything is stopped.</strong> {stopped.by}, <Time at={stopped.at} />: {stopped.reason}</p>
    <a class="button small" href={addressOf('now')}>Go on …</a>
  </div>
);
