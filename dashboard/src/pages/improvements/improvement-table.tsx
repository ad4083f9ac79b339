import type { ImprovementRow } from '../../../../shared/domain/views/improvement-row.ts';
import { RiskBadge, StateBadge } from '../../components/badge.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { number } from '../../components/numbers.ts';
import { Time } from '../../components/time.tsx';
import { addressOf } from '../../shell/route.ts';

/** Improvements as rows. */
export const ImprovementTable = ({ improvements, caption }: { readonly improvements: readonly ImprovementRow[]; readonly caption: string }) => (
  <DataTable caption={caption} rows={improvements} rowKey={({ id }) => id} columns={[
    { label: 'Improvement', cell: ({ id, title, systemWide, reason }) => <><a href={addressOf('improvements', id)}>{title}</a>{systemWide ? <span class="quiet small"> system-wide</span> : null}{reason ? <p class="quiet small">{reason.length > 160 ? `${reason.slice(0, 160)}…` : reason}</p> : null}</> },
    { label: 'State', cell: ({ state }) => <StateBadge state={state} /> },
    { label: 'Target', cell: ({ targetId, tenantId }) => <><a href={addressOf('targets', targetId)}>{targetId}</a>{tenantId ? <span class="quiet"> for {tenantId}</span> : null}</> },
    { label: 'Written by', cell: ({ author, proposedBy }) => author ?? proposedBy },
    { label: 'Risk', cell: ({ risk }) => (risk ? <RiskBadge risk={risk} /> : null) },
    { label: 'p95 less', isNumber: true, cell: ({ latencyReductionPercent: less }) => (less ? <>{number(less.value)} %<br /><span class="quiet small">{number(less.low)} to {number(less.high)} %</span></> : null) },
    { label: 'Since', cell: ({ stateSince }) => <Time at={stateSince} /> },
  ]} />
);
