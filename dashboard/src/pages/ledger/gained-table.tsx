import type { JSX } from 'preact';
import type { LedgerView } from '../../../../shared/domain/views/ledger-view.ts';
import { EstimateBar } from '../../charts/estimate-bar.tsx';
import { formatPercent, secondsLike } from '../../charts/format-measure.ts';
import { commonDomain } from '../../charts/leaning.ts';
import { CutTable } from '../../components/cut-table.tsx';
import { estimate, rough } from '../../components/numbers.ts';
import { Time } from '../../components/time.tsx';
import { addressOf } from '../../shell/route.ts';
import { EstimateCell } from './estimate-cell.tsx';

/** What was kept, newest first, each gain beside its interval on one axis for all. */
export const GainedTable = ({ gained }: { readonly gained: LedgerView['gained'] }): JSX.Element => {
  const domain = commonDomain(gained.flatMap(({ latencyReductionPercent }) => (latencyReductionPercent ? [latencyReductionPercent] : [])));
  return (
    <CutTable
      caption="Against the version that served at the same time. Requests since are reckoned from the rate while it was judged; grey: the interval holds zero" rows={gained} rowKey={({ improvementId }) => improvementId}
      columns={[
        { label: 'Improvement', cell: ({ improvementId, title, targetId, at }) => <><a href={addressOf('improvements', improvementId)}>{title}</a><small class="quiet under">{targetId}, kept <Time at={at} /></small></> },
        { label: 'p95 less', cell: ({ latencyReductionPercent: of }) => <><EstimateCell of={of} write={formatPercent} />{of && <EstimateBar of={of} domain={domain} good="above" label={`p95 less by ${estimate(of, formatPercent)}`} />}</>, isNumber: true },
        { label: 'Requests since', cell: ({ requestsSince }) => rough(requestsSince), isNumber: true },
        { label: 'Waited less', cell: ({ secondsSaved: of }) => <EstimateCell of={of} write={secondsLike(of?.value ?? 0)} />, isNumber: true },
        { label: 'Failures spared', cell: ({ failuresSpared }) => <EstimateCell of={failuresSpared} write={rough} />, isNumber: true },
      ]}
    />
  );
};
