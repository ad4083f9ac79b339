import type { TargetView } from '../../../../shared/domain/views/target-view.ts';
import { Badge } from '../../components/badge.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { milliseconds, number, percent } from '../../components/numbers.ts';
import { addressOf } from '../../shell/route.ts';
import { mostPressing } from './most-pressing.ts';

const SHOWN = 8;

const standing = ({ pausedBy, notProtected, watching }: TargetView) => {
  if (pausedBy !== undefined) return <Badge tone="wait" icon="pause">Paused by {pausedBy}</Badge>;
  if (watching !== undefined) return <Badge tone="busy" icon="play">Canary at {percent(watching.weight)}</Badge>;
  if (notProtected !== undefined) return <Badge tone="wait" icon="hand">Not protected</Badge>;
  // How it does stands beside it: a service that fails and is not touched is not well.
  return <Badge>Looked after</Badge>;
};

/** Where nothing runs, what is stored can still be read, but nobody can say what serves. */
const serves = ({ routing }: { readonly routing?: TargetView['routing'] | undefined }) => {
  if (routing === undefined) return <span class="quiet">not reachable</span>;
  const { version, additional } = routing;
  return `version ${version}${additional ? `, ${percent(additional.weight)} version ${additional.version}` : ''}`;
};

/** How the targets do in the last complete minutes. */
export const TargetsNow = ({ targets }: { readonly targets: readonly TargetView[] }) =>
  targets.length === 0 ? null : (
    <section class="stack" aria-labelledby="targets-title">
      <div class="row"><h2 id="targets-title">Targets</h2><a class="push small" href={addressOf('targets')}>All {number(targets.length)}</a></div>
      <div class="card flush">
        <DataTable caption={`${targets.length > SHOWN ? `${SHOWN} of ${number(targets.length)}, canaries` : 'Canaries'} and failures first; in the last complete minutes`} rows={mostPressing(targets).slice(0, SHOWN)} rowKey={({ id }) => id} columns={[
          { label: 'Target', cell: ({ id }) => <a href={addressOf('targets', id)}>{id}</a> },
          { label: 'State', cell: standing },
          { label: 'Serves', cell: serves },
          { label: 'Requests a minute', isNumber: true, cell: ({ health }) => (health ? number(health.requestsPerMinute) : '–') },
          { label: 'Failures', isNumber: true, cell: ({ health }) => (health ? percent(health.failureRate) : '–') },
          { label: 'p95', isNumber: true, cell: ({ health }) => (health?.p95Ms === undefined ? '–' : milliseconds(health.p95Ms)) },
          { label: 'Opportunities', isNumber: true, cell: ({ opportunities }) => opportunities },
        ]} />
      </div>
    </section>
  );
