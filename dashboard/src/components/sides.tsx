import type { ReleaseView } from '../../../shared/domain/views/release-view.ts';
import { milliseconds, number, percent } from './numbers.ts';

const latency = (ms: number | undefined): string => (ms === undefined ? '–' : milliseconds(ms));

/** The newest period in which a version was measured: percentiles of periods cannot be added up. */
const newestP95 = (periods: ReleaseView['periods'], side: 'stable' | 'candidate'): number | undefined => periods.findLast((period) => period[side].p95Ms !== undefined)?.[side].p95Ms;

/** Both versions beside each other since the canary began: requests, failures with their 95 % interval, and the newest p95. */
export const Sides = ({ release: { totals, periods, stableVersion, candidateVersion, weight } }: { readonly release: ReleaseView }) => (
  <div class="stack tight">
    <div class="weight">
      <svg class="share" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label="Share of the traffic on the candidate"><rect width={weight * 100} height={4} /></svg>
      <span class="number">{percent(weight)} on version {candidateVersion ?? '?'}</span>
    </div>
    <table class="sides">
      <caption class="unseen">Both versions since the canary began; intervals are 95 %</caption>
      <thead><tr><th scope="col">Version</th><th scope="col">Requests</th><th scope="col">Failures</th><th scope="col">Newest p95</th></tr></thead>
      <tbody>
        {([['candidate', candidateVersion ?? 'candidate', totals.candidate], ['stable', stableVersion, totals.stable]] as const).map(([side, version, { requests, failureRate, p95Ms }]) => (
          <tr key={side}>
            <th scope="row"><span class={`swatch ${side}`} />{version} <span class="quiet">{side === 'stable' ? 'serves' : 'is tried'}</span></th>
            <td>{number(requests)}</td>
            <td>{requests === 0 ? '–' : percent(failureRate.value)}{requests === 0 ? null : <><br /><span class="quiet">{percent(failureRate.low)} to {percent(failureRate.high)}</span></>}</td>
            <td>{latency(p95Ms ?? newestP95(periods, side))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
