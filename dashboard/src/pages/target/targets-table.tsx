import type { JSX } from 'preact';
import type { TargetView } from '../../../../shared/domain/views/target-view.ts';
import { DataTable } from '../../components/data-table.tsx';
import { milliseconds, number, percent } from '../../components/numbers.ts';
import { addressOf } from '../../shell/route.ts';
import { RoutingLine } from './routing-line.tsx';
import { TargetSpark } from './target-spark.tsx';
import { TargetStates } from './target-states.tsx';
import './target.css';

/** Targets as rows; the lines of the last hours are read as the rows come into view. */
export const TargetsTable = ({ targets }: { readonly targets: readonly TargetView[] }): JSX.Element => (
  <DataTable
    caption="p95 of the last six hours, and the last complete minutes" rows={targets} rowKey={({ id }) => id}
    columns={[
      { label: 'Target', cell: (target) => <><a href={addressOf('targets', target.id)}>{target.id}</a>{target.tenantId !== undefined && <small class="quiet"> {target.tenantId}</small>}<TargetStates target={target} /></> },
      { label: 'p95, 6 h', cell: ({ id, health }) => <TargetSpark targetId={id} hasHealth={health !== undefined} /> },
      { label: 'p95', cell: ({ health }) => (health?.p95Ms === undefined ? '–' : milliseconds(health.p95Ms)), isNumber: true },
      { label: 'Failed', cell: ({ health }) => (health === undefined ? '–' : percent(health.failureRate)), isNumber: true },
      { label: 'Requests', cell: ({ health }) => (health === undefined ? '–' : `${number(health.requestsPerMinute)}/min`), isNumber: true },
      { label: 'Serves', cell: ({ routing }) => <RoutingLine routing={routing} /> },
      { label: 'Open', cell: ({ opportunities, id }) => (opportunities === 0 ? '0' : <a href={addressOf('opportunities', undefined, { target: id })}>{number(opportunities)}<span class="unseen"> opportunities of {id}</span></a>), isNumber: true },
      { label: 'A day', cell: ({ usdADay }) => (usdADay === undefined ? '–' : `$${usdADay.toFixed(2)}`), isNumber: true },
    ]}
  />
);
