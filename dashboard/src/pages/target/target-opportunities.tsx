import type { JSX } from 'preact';
import type { OpportunityRow } from '../../../../shared/domain/views/opportunity-row.ts';
import { formatPercent } from '../../charts/format-measure.ts';
import { PriorityBadge, RiskBadge } from '../../components/badge.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { number, percent } from '../../components/numbers.ts';
import { Time } from '../../components/time.tsx';
import { addressOf } from '../../shell/route.ts';

const SHOWN = 20;

/** What could be better on one target, best first. */
export const TargetOpportunities = ({ opportunities, targetId }: { readonly opportunities: readonly OpportunityRow[]; readonly targetId: string }): JSX.Element => (
  <section class="card flush" aria-label="Opportunities">
    <h2 class="card-head">Opportunities</h2>
    {opportunities.length === 0 ? <p class="card-body quiet">Nothing is known that would be worth doing here.</p> : (
      <DataTable
        caption={opportunities.length > SHOWN ? `The best ${SHOWN} of ${number(opportunities.length)}` : 'Best first'} rows={opportunities.slice(0, SHOWN)} rowKey={({ id }) => id}
        columns={[
          { label: 'What', cell: ({ id, title }) => <a href={addressOf('opportunities', id)}>{title}</a> },
          { label: 'Priority', cell: ({ priority }) => <PriorityBadge priority={priority} /> },
          { label: 'Score', cell: ({ impactScore }) => number(impactScore), isNumber: true },
          { label: 'Gain', cell: ({ gainPercent }) => formatPercent(gainPercent), isNumber: true },
          { label: 'Sure', cell: ({ confidence }) => percent(confidence), isNumber: true },
          { label: 'Risk', cell: ({ risk }) => <RiskBadge risk={risk} /> },
          { label: 'Last seen', cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
          { label: 'Worked on', cell: ({ improvementId }) => (improvementId === undefined ? '' : <a href={addressOf('improvements', improvementId)}>improvement</a>) },
        ]}
      />
    )}
    {opportunities.length > SHOWN && <p class="card-body"><a href={addressOf('opportunities', undefined, { target: targetId })}>All {number(opportunities.length)}</a></p>}
  </section>
);
