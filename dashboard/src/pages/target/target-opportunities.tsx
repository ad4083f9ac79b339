import type { JSX } from 'preact';
import type { OpportunityRow } from '../../../../shared/domain/views/opportunity-row.ts';
import { formatPercent } from '../../charts/format-measure.ts';
import { PriorityBadge, RiskBadge } from '../../components/badge.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { number, percent } from '../../components/numbers.ts';
import { Time } from '../../components/time.tsx';
import { addressOf } from '../../shell/route.ts';

const SHOWN = 20;

/** What could be better on one target, best first. `all`: how many there are, of which the best came along. */
export const TargetOpportunities = ({ opportunities, all, targetId }: { readonly opportunities: readonly OpportunityRow[]; readonly all: number; readonly targetId: string }): JSX.Element => (
  <section class="card flush" aria-label="Opportunities">
    <h2 class="card-head">Opportunities</h2>
    {opportunities.length === 0 ? <p class="card-body quiet">Nothing is known that would be worth doing here.</p> : (
      <DataTable
        caption={all > SHOWN ? `The best ${SHOWN} of ${number(all)}` : 'Best first'} rows={opportunities.slice(0, SHOWN)} rowKey={({ id }) => id}
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
    {all > SHOWN && <p class="card-body"><a href={addressOf('opportunities', undefined, { target: targetId })}>All {number(all)}</a></p>}
  </section>
);
