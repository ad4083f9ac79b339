import type { JSX } from 'preact';
import type { ReleaseView } from '../../../../shared/domain/views/release-view.ts';
import { EvidenceChart } from '../../charts/evidence-chart.tsx';
import { ReleaseChart } from '../../charts/release-chart.tsx';
import { typicalP95Ms } from '../../charts/release-model.ts';
import { estimate, milliseconds, number, percent } from '../../components/numbers.ts';
import { Time } from '../../components/time.tsx';

const CLAIMED = { latency: 'lower latency', failures: 'fewer failures', 'slow-requests': 'fewer slow requests' } as const;

const claimInWords = (claim: NonNullable<ReleaseView['claim']>): string => `${percent(claim.gain)} ${CLAIMED[claim.on]}${claim.on === 'slow-requests' ? ` (slower than ${milliseconds(claim.thresholdMs)})` : ''}`;

/** A candidate beside the stable version: the judge's word, the numbers that it rests on, and how sure it became. */
export const ReleaseSection = ({ release }: { readonly release: ReleaseView }): JSX.Element => {
  const { verdict, claim, totals, stableVersion, candidateVersion, functionName, alias, commit, mergeCommit, branch, exposedAt, watchedUntil, weight, periods } = release;
  const rows = [['Stable', stableVersion, totals.stable, typicalP95Ms(release, 'stable')], ['Candidate', candidateVersion, totals.candidate, typicalP95Ms(release, 'candidate')]] as const;
  return (
    <div class="stack loose">
      {verdict !== undefined && <p class="verdict">{verdict}</p>}
      <div class="table-place">
        <table class="table folds" role="table">
          <caption>{periods.length === 0 ? 'No period is complete yet' : `Both versions over ${number(periods.length)} periods of ${number(release.periodSeconds)} s, same traffic at the same time`}</caption>
          <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Version</th><th scope="col" role="columnheader" class="right">Requests</th><th scope="col" role="columnheader" class="right">Failed (95 % interval)</th><th scope="col" role="columnheader" class="right">p95 (typical period)</th></tr></thead>
          <tbody role="rowgroup">
            {rows.map(([name, version, side, p95Ms]) => (
              <tr key={name} role="row">
                <th scope="row" role="rowheader">{name}{version !== undefined && <span class="quiet"> {version}</span>}</th>
                <td role="cell" data-label="Requests" class="right">{number(side.requests)}</td>
                <td role="cell" data-label="Failed" class="right">{side.requests === 0 ? '–' : estimate(side.failureRate, percent)}</td>
                <td role="cell" data-label="p95" class="right">{p95Ms === undefined ? '–' : milliseconds(p95Ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {periods.length > 0 && <ReleaseChart release={release} />}
      <EvidenceChart release={release} />
      <dl class="facts">
        <dt>Traffic to the candidate</dt><dd>{percent(weight)}</dd>
        <dt>It claims</dt><dd>{claim ? claimInWords(claim) : 'no gain; it only has to do no harm'}</dd>
        <dt>Where</dt><dd><code>{functionName}:{alias}</code></dd>
        {exposedAt !== undefined && [<dt key="exposed">First traffic</dt>, <dd key="exposed-at"><Time at={exposedAt} /></dd>]}
        {watchedUntil !== undefined && [<dt key="watched">Watched until</dt>, <dd key="watched-at"><Time at={watchedUntil} />, with the old version kept warm</dd>]}
        {branch !== undefined && [<dt key="branch">Branch</dt>, <dd key="branch-name"><code>{branch}</code></dd>]}
        {commit !== undefined && [<dt key="commit">Commit</dt>, <dd key="commit-name"><code>{commit.slice(0, 12)}</code>{mergeCommit !== undefined && <>, merged as <code>{mergeCommit.slice(0, 12)}</code></>}</dd>]}
      </dl>
    </div>
  );
};
