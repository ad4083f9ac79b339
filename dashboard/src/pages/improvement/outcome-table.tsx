import type { JSX } from 'preact';
import type { Estimate, Outcome } from '../../../../shared/domain/outcome.ts';
import { EstimateBar } from '../../charts/estimate-bar.tsx';
import { formatPercent } from '../../charts/format-measure.ts';
import { commonDomain, leaning } from '../../charts/leaning.ts';
import { Badge } from '../../components/badge.tsx';
import { estimate, milliseconds, number, percent } from '../../components/numbers.ts';

type Line = { readonly label: string; readonly of: Estimate; readonly write: (value: number) => string; readonly good: 'above' | 'below' };

const WORDS = { good: ['good', 'check', 'Better'], bad: ['bad', 'cross', 'Worse'], unsure: ['idle', 'equal', 'No difference shown'] } as const;
const points = (share: number): string => `${percent(share).replace(/ %$/u, '')} points`;

/** What an improvement really did, each number with its interval, and whether the interval leaves out zero. */
export const OutcomeTable = ({ outcome }: { readonly outcome: Outcome }): JSX.Element => {
  const { latencyReductionMs, latencyReductionPercent, errorRateChange, control, throughputChange, degradationPercent } = outcome;
  const lines: Line[] = [
    ...(latencyReductionPercent ? [{ label: 'p95 less, in percent', of: latencyReductionPercent, write: formatPercent, good: 'above' } as const] : []),
    ...(latencyReductionMs ? [{ label: 'p95 less', of: latencyReductionMs, write: milliseconds, good: 'above' } as const] : []),
    { label: 'Share of failures more', of: errorRateChange, write: points, good: 'below' },
  ];
  return (
    <div class="stack">
      <p class="quiet">{control === 'concurrent' ? 'The candidate against the stable version that served at the same time.' : 'After against before: there was no version serving beside it, so other changes of that time are in these numbers too.'}</p>
      <div class="table-place">
        <table class="table folds" role="table">
          <caption class="unseen">Outcome</caption>
          <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Measure</th><th scope="col" role="columnheader" class="right">Value (95 % interval)</th><th scope="col" role="columnheader">Interval beside zero</th><th scope="col" role="columnheader">So it is</th></tr></thead>
          <tbody role="rowgroup">
            {lines.map(({ label, of, write, good }) => {
              const [tone, icon, word] = WORDS[leaning(of, good)];
              return (
                <tr key={label} role="row">
                  <th scope="row" role="rowheader">{label}</th>
                  <td role="cell" data-label="Value" class="right">{estimate(of, write)}</td>
                  <td role="cell" data-label="Interval"><EstimateBar of={of} domain={commonDomain([of])} good={good} label={`${label}: ${estimate(of, write)}`} /></td>
                  <td role="cell" data-label="So it is"><Badge tone={tone} icon={icon}>{word}</Badge></td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p class="quiet small">Degradation by the required formula {formatPercent(degradationPercent)}; {throughputChange === 0 ? 'requests a minute did not change' : `${number(Math.abs(throughputChange))} requests a minute ${throughputChange > 0 ? 'more' : 'fewer'} than the stable version, both scaled to all of the traffic`}.</p>
    </div>
  );
};
