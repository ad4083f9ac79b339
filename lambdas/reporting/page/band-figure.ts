import type { ExplainedSeries, Explanation } from '../../../shared/domain/explanation.ts';
import { capital } from '../../../shared/rules/explaining/capital.ts';
import { showInstant, showSeconds } from '../../../shared/rules/explaining/figures.ts';
import { showValue } from '../../../shared/rules/explaining/show-value.ts';
import { bandChartSpec } from './band-chart.ts';
import { drawChart } from './draw-chart.ts';
import { Html, html } from './html.ts';
import { CHART_WIDTH } from './release-chart.ts';

const key = (colour: string, dash: string, label: string): Html =>
  html`<li><svg viewBox="0 0 26 8" width="26" height="8" aria-hidden="true"><line x1="1" y1="4" x2="25" y2="4" stroke="var(--${colour})" stroke-width="2.5" stroke-dasharray="${dash}"/></svg> ${label}</li>`;

const BAND_KEY = html`<li><svg viewBox="0 0 26 8" width="26" height="8" aria-hidden="true"><rect width="26" height="8" fill="var(--stable)" opacity=".3"/></svg> expected</li>`;

const describe = (series: ExplainedSeries): string => {
  const values = series.points.flatMap(([, value]) => (value === null ? [] : [value]));
  const span = `${showInstant(series.from)} to ${showInstant(series.to)}, ${showSeconds(series.stepSeconds)} a point.`;
  return `${span} Between ${showValue(Math.min(...values), series.unit)} and ${showValue(Math.max(...values), series.unit)}${series.threshold === undefined ? '' : `, limit ${showValue(series.threshold, series.unit)}`}${series.since === undefined ? '' : `; since ${showInstant(series.since)}`}.`;
};

/** The series of an explanation as a figure: one drawing for wide pages and paper, one for phones, with its key. `undefined` when there is none. */
export const bandFigure = async ({ series, opportunityId }: Explanation): Promise<Html | undefined> => {
  if (series === undefined) return undefined;
  const title = `${capital(series.measure)} over time`;
  const id = `band-${opportunityId.replaceAll(/[^a-zA-Z0-9-]/g, '-')}`;
  const draw = (width: keyof typeof CHART_WIDTH): Promise<string> => drawChart(bandChartSpec(series, CHART_WIDTH[width]), CHART_WIDTH[width], { id: `${id}-${width}`, title, description: describe(series) });
  const [wide, narrow] = [await draw('wide'), await draw('narrow')];
  return html`<figure>
<p class="caption">${capital(series.measure)} (UTC)</p>
<ul class="key">${key('ink', '', 'measured')}${series.points.some(([, , , low]) => low !== null) && BAND_KEY}${series.threshold !== undefined && key('doubt', '6 3', `limit ${showValue(series.threshold, series.unit)}`)}${series.since !== undefined && key('back', '4 2', `since ${showInstant(series.since).slice(0, 16)}`)}${series.marks.map(({ at, what }) => key('muted', '2 2', `${what}, ${showInstant(at).slice(11, 19)}`))}</ul>
<div class="wide">${new Html(wide)}</div><div class="narrow">${new Html(narrow)}</div>
</figure>`;
};
