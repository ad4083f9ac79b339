import type { ExplainedCalls, ExplainedScore, ExplainedSite, Explanation } from '../../../shared/domain/explanation.ts';
import { showCount, showInstant, showMs, showPercent, showShare } from '../../../shared/rules/explaining/figures.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

/** Where on the page an opportunity is explained. */
export const explanationAnchor = (opportunityId: string): string => `why-${opportunityId.replaceAll(/[^a-zA-Z0-9-]/g, '-')}`;

const HOW = { alone: undefined, 'in-turn': 'one after the other', together: 'overlapping' } as const;

const isMixed = (calls: ExplainedCalls['calls']): boolean => calls.some(({ startMs }) => startMs === undefined) && calls.some(({ startMs }) => startMs !== undefined);

const callsTable = ({ requests, requestMs, calls }: ExplainedCalls): Html => html`<h4>One request</h4>
<p class="caption">${showMs(requestMs)} on average over ${showCount(requests)}.${isMixed(calls) && ' Repeated calls stand at the left: when in the request they begin is not recorded.'}</p>
<div class="scroll"><table aria-label="Calls of one request"><thead><tr><th scope="col">Call</th><th scope="col" class="wide-cell">When</th><th scope="col" class="number">Time</th></tr></thead>
<tbody>${calls.map(({ shape, from, times, startMs = 0, ms, how, concerned }) => {
  const share = (value: number): string => ((100 * value) / Math.max(requestMs, 0.001)).toFixed(1);
  return html`<tr><th scope="row">${times > 1 && `${showCount(times)} × `}<code>${shape}</code>${from !== undefined && html`<br><small>from ${from}</small>`}</th><td><svg class="bar calls ${concerned ? 'concerned' : ''}" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="${showMs(ms)} from ${showMs(startMs)}"><rect class="track" width="100" height="6"/><rect class="fill" x="${share(startMs)}" width="${share(Math.max(ms, requestMs / 100))}" height="6"/></svg></td><td class="number">${showMs(ms)}${HOW[how] !== undefined && html`<br><small>${HOW[how]}</small>`}</td></tr>`;
})}</tbody></table></div>`;

const source = ({ path, line, functionName, source: excerpt }: ExplainedSite): Html | false =>
  excerpt !== undefined && html`<p class="caption"><code>${path}:${line}</code>${functionName !== undefined && html` in <code>${functionName}</code>`}</p>
<pre class="diff source" tabindex="0" aria-label="Source around ${path}:${line}"><code>${excerpt.lines.map((text, index) => html`<span class="${excerpt.from + index === line ? 'here' : ''}">${String(excerpt.from + index).padStart(5)}  ${text}
</span>`)}</code></pre>`;

const formula = ({ gainPercent, affectedUsersPerHour, occurrencesPerDay, severity, severityWeight, confidence, confidenceWeight, risk, riskWeight, score, priority }: ExplainedScore): string =>
  `${showPercent(gainPercent)} gain × ${showCount(affectedUsersPerHour)} users an hour × ${occurrencesPerDay.toFixed(occurrencesPerDay % 1 === 0 ? 0 : 1)} hours a day ÷ 100, × ${severityWeight} (severity ${severity}) × ${confidenceWeight} (${showShare(confidence)} sure) × ${riskWeight} (risk ${risk}) = ${showCount(score)}: ${priority}`;

/** One opportunity with all that is known of it, folded: what was measured against what was expected, the facts, the calls, the log, the source, the score. */
export const explanationSection = (explanation: Explanation, figure: Html | undefined): Html => {
  const { facts, samples, calls, sites, score, believes, next, analysedAt } = explanation;
  return html`<details class="file explained" id="${explanationAnchor(explanation.opportunityId)}">
<summary><span class="priority ${score.priority}">${score.priority}</span> <strong>${showCount(score.score)}</strong> ${explanation.title}</summary>
<div class="inside">
<p>${explanation.headline}</p>
${figure}
<dl class="facts">${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
${calls !== undefined && callsTable(calls)}
${samples.length > 0 && html`<h4>From the log, redacted</h4><ul class="samples">${samples.map(({ at, text }) => html`<li>${at !== undefined && html`<time datetime="${new Date(at).toISOString()}">${showInstant(at).slice(11, 19)}</time> `}<code>${text}</code></li>`)}</ul>`}
${sites.some((site) => site.source !== undefined) && html`<h4>In the source</h4>${sites.map((site) => source(site)).filter((shown) => shown !== false)}`}
<h4>Score</h4><p>${formula(score)}</p>${score.experience !== undefined && html`<p>${score.experience}</p>`}
<h4>Why it is believed</h4><ul>${believes.map((sentence) => html`<li>${sentence}</li>`)}</ul>
<h4>What happens next</h4><p>${next}</p>
<p class="caption">As of ${showInstant(analysedAt)} · <code>pawl explain ${explanation.opportunityId}</code></p>
</div></details>`;
};
