import type { CycleReport } from '../cycle-report-schema.ts';
import { showCount, showShare } from '../../../shared/rules/explaining/figures.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

const THRESHOLD_UNITS: Readonly<Record<string, (value: number) => string>> = { exceptionsPerHour: (value) => `${showCount(value)} an hour`, minCalls: showCount, minTimeouts: showCount, minGainPercent: (value) => `${value} %` };
const showThreshold = (threshold: string, value: number): string => (THRESHOLD_UNITS[threshold] ?? showShare)(value);

/** How sure claims were, and how often they came true. `false` while there are no outcomes. */
export const calibrationTables = ({ calibration }: CycleReport): Html | false =>
  calibration !== undefined && html`${calibration.confidence.length > 0 && confidenceTable('Claimed confidence', calibration.confidence)}
${calibration.gains.length > 0 && html`<div class="scroll"><table>
<thead><tr><th scope="col">Kind</th><th scope="col">Target</th><th scope="col" class="number">Outcomes</th><th scope="col" class="number">Expected of a claimed gain</th></tr></thead>
<tbody>${calibration.gains.map((gain) => html`<tr><th scope="row">${gain.kind}</th><td>${gain.target_id}</td><td class="number">${gain.outcomes}</td><td class="number">${showShare(gain.realised_share)} ± ${showShare(gain.deviation)}</td></tr>`)}</tbody></table></div>`}
${calibration.brier_score !== null && html`<p class="muted">${BRIER}: ${brierOf(calibration.brier_score)}</p>`}
${(calibration.authors ?? []).map(({ author, confidence, brier_score }) => html`${confidenceTable(AUTHORS[author], confidence)}<p class="muted">${BRIER}: ${brierOf(brier_score)}</p>`)}`;

type Calibration = NonNullable<CycleReport['calibration']>;

const AUTHORS = { recipe: 'Confidence of recipes in their patches', model: 'Confidence of models in their patches' } as const;
const BRIER = 'Mean squared error of the stated confidence (0 is perfect, 0.25 is a coin)';

const brierOf = ({ claimed, calibrated }: NonNullable<Calibration['brier_score']>): string => `${claimed.toFixed(3)} as claimed, ${calibrated.toFixed(3)} as corrected by earlier outcomes, each left out of its own correction.`;

const confidenceTable = (heading: string, rows: Calibration['confidence']): Html => html`<div class="scroll"><table>
<thead><tr><th scope="col">${heading}</th><th scope="col" class="number">Outcomes</th><th scope="col" class="number">Claimed</th><th scope="col" class="number">Called now</th><th scope="col" class="number">Came true</th></tr></thead>
<tbody>${rows.map((row) => html`<tr><th scope="row">${showShare(row.from)} to ${showShare(row.to)}</th><td class="number">${row.outcomes}</td><td class="number">${showShare(row.claimed)}</td><td class="number">${showShare(row.calibrated)}</td><td class="number strong">${showShare(row.came_true)}</td></tr>`)}</tbody></table></div>`;

/** Thresholds that only ever raised noise. Nothing changes until a person changes it. */
export const thresholdProposals = ({ threshold_proposals: proposals = [] }: CycleReport): Html | false =>
  proposals.length > 0 && html`<ul>${proposals.map((each) => html`<li>On ${each.target_id}, set <code>thresholds.${each.threshold}</code> from ${showThreshold(each.threshold, each.from)} to ${showThreshold(each.threshold, each.to)}: none of ${each.outcomes} changes for ${each.kind} came true, and ${each.spared} of them would not have been tried.</li>`)}</ul>`;
