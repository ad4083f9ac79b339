import type { JSX } from 'preact';
import type { LedgerView } from '../../../../shared/domain/views/ledger-view.ts';
import { formatPercent, secondsLike } from '../../charts/format-measure.ts';
import { CutTable } from '../../components/cut-table.tsx';
import { rough } from '../../components/numbers.ts';
import { Time } from '../../components/time.tsx';
import { addressOf } from '../../shell/route.ts';
import { EstimateCell } from './estimate-cell.tsx';

const ORIGINS = { opportunity: 'Pawl’s', proposal: 'proposed', deployment: 'the owners’' } as const;

/** What did harm on a slice of the traffic and was taken back: what an hour of it would have done to everybody. */
export const PreventedTable = ({ prevented }: { readonly prevented: LedgerView['prevented'] }): JSX.Element => (
  <CutTable
    caption="What one hour of it would have done to all callers, at the traffic of that time" rows={prevented} rowKey={({ improvementId }) => improvementId}
    columns={[
      { label: 'Taken back', cell: ({ improvementId, title, targetId, origin, at }) => <><a href={addressOf('improvements', improvementId)}>{title}</a><small class="quiet under">{targetId}, {ORIGINS[origin]}, <Time at={at} /></small></> },
      { label: 'Why', cell: ({ why }) => why },
      { label: 'Degradation', cell: ({ degradationPercent }) => formatPercent(degradationPercent), isNumber: true },
      { label: 'Failures', cell: ({ failuresPrevented }) => <EstimateCell of={failuresPrevented} write={rough} />, isNumber: true },
      { label: 'Waiting', cell: ({ secondsPrevented: of }) => <EstimateCell of={of} write={secondsLike(of?.value ?? 0)} />, isNumber: true },
    ]}
  />
);
