import type { Release } from '../../../shared/domain/release.ts';
import { showInstant, showMs } from '../../../shared/rules/explaining/figures.ts';
import type { ChartRow, ReleaseChartData } from './chart-rows.ts';
import { chartRows } from './chart-rows.ts';
import { drawChart } from './draw-chart.ts';
import { Html, html } from './html.ts';
import { CHART_WIDTH, releaseChartSpec } from './release-chart.ts';
import { readVerdict, thresholdsOf } from '../../../shared/rules/judge/evidence-thresholds.ts';

const key = (dash: string, colour: string, label: string): Html =>
  html`<li><svg viewBox="0 0 26 8" width="26" height="8" aria-hidden="true"><line x1="1" y1="4" x2="25" y2="4" stroke="var(--${colour})" stroke-width="2.5" stroke-dasharray="${dash}"/></svg> ${label}</li>`;

const middle = (rows: readonly ChartRow[], series: string): string => {
  const values = rows.filter((row) => row.series === series).map(({ value }) => value).filter((value) => value !== null).sort((a, b) => a - b);
  return showMs(values[Math.floor(values.length / 2)]);
};

const describe = (release: Release, data: ReleaseChartData): string =>
  `${release.periods.length} periods of ${release.periodSeconds} s. Median of the p95: stable version ${middle(data.latency, 'stable')}, candidate ${middle(data.latency, 'candidate')}. ${data.moments.map(({ number, what }) => `${number}: ${what}`).join('; ')}.`;

/** A release as a figure: its charts (one drawing for wide pages and paper, one for phones), the key, and its moments as a list. */
export const releaseFigure = async (release: Release): Promise<Html> => {
  const data = chartRows(release);
  if (data === undefined) return html`<p class="muted">It ended before the first period could be judged, so there is nothing to draw.</p>`;
  const thresholds = thresholdsOf(readVerdict(release.verdict));
  const title = `Version ${release.candidateVersion ?? 'unpublished'} beside version ${release.stableVersion}`;
  const id = `chart-${release.improvementId.replaceAll(/[^a-zA-Z0-9-]/g, '-')}`;
  const draw = (width: keyof typeof CHART_WIDTH): Promise<string> =>
    drawChart(releaseChartSpec(data, thresholds, CHART_WIDTH[width]), CHART_WIDTH[width], { id: `${id}-${width}`, title, description: describe(release, data) });
  const [wide, narrow] = [await draw('wide'), await draw('narrow')];
  const zero = data.moments[0]?.instant ?? 0;
  return html`<figure>
<ul class="key">${key('', 'stable', `stable version ${release.stableVersion}`)}${key('', 'candidate', `candidate version ${release.candidateVersion ?? '–'}`)}${key('', 'ink', 'evidence on latency')}${key('2 3', 'ink', 'on failures')}${release.claim !== undefined && key('7 3', 'ink', 'on the claim')}</ul>
<div class="wide">${new Html(wide)}</div><div class="narrow">${new Html(narrow)}</div>
<figcaption><ol class="moments">${data.moments.map(({ what, instant }) => html`<li><time datetime="${new Date(instant).toISOString()}" title="${showInstant(instant)}">+${((instant - zero) / 1000).toFixed(0)} s</time> ${what}</li>`)}</ol></figcaption>
</figure>`;
};
