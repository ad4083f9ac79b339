import type { JSX } from 'preact';
import type { Estimate } from '../../../../shared/domain/outcome.ts';
import type { LedgerView } from '../../../../shared/domain/views/ledger-view.ts';
import { EstimateBar } from '../../charts/estimate-bar.tsx';
import { secondsLike } from '../../charts/format-measure.ts';
import { commonDomain, leaning } from '../../charts/leaning.ts';
import { counted, microUsd, number, rough } from '../../components/numbers.ts';

type Tile = { readonly label: string; readonly of: Estimate; readonly write: (value: number) => string; readonly says: string };

const EstimateTile = ({ label, of, write, says }: Tile): JSX.Element => {
  const isNothing = of.value === 0 && of.low === 0 && of.high === 0;
  return (
    <div class="card tile">
      <h2>{label}</h2>
      <p class="tile-value">{write(of.value)}</p>
      {isNothing ? <p class="quiet small">nothing measured</p> : (
        <>
          <EstimateBar of={of} domain={commonDomain([of])} good="above" label={`${label}: ${write(of.value)}, between ${write(of.low)} and ${write(of.high)}`} />
          <p class="small">{write(of.low)} to {write(of.high)}{leaning(of, 'above') === 'unsure' ? ': may be nothing' : ''}</p>
        </>
      )}
      <p class="quiet small">{says}</p>
    </div>
  );
};

/** The sums, each as wide as it is unsure. */
export const LedgerTotals = ({ ledger: { totals, spent, gained, prevented } }: { readonly ledger: LedgerView }): JSX.Element => (
  <div class="tiles">
    <EstimateTile label="Waited less" of={totals.secondsSaved} write={secondsLike(totals.secondsSaved.value)} says={`by all callers together, with ${counted(gained.length, 'improvement')} kept`} />
    <EstimateTile label="Failures spared" of={totals.failuresSpared} write={rough} says="requests that would have failed before" />
    <EstimateTile label="Failures prevented" of={totals.failuresPrevented} write={rough} says={`in one hour each, had ${counted(prevented.length, 'harmful release')} served everybody`} />
    <div class="card tile"><h2>Paid to models</h2><p class="tile-value">{microUsd(spent.microUsd)}</p><p class="quiet small">{number(spent.tokens)} tokens; counted, not estimated</p></div>
  </div>
);
