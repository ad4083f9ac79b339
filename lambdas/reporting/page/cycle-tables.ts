import type { AuditEntry } from '../../../shared/domain/audit.ts';
import type { Opportunity } from '../../../shared/domain/opportunity.ts';
import type { CycleReport } from '../cycle-report-schema.ts';
import { showCount, showInstant, showPercent, showSeconds, showShare } from '../../../shared/rules/explaining/figures.ts';
import { bar } from './checks-table.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

/** What was found, best first. */
export const opportunitiesTable = (opportunities: readonly Opportunity[]): Html => html`<div class="scroll"><table>
<thead><tr><th scope="col" class="number">Score</th><th scope="col">Priority</th><th scope="col">Opportunity</th><th scope="col" class="number">Expected gain</th><th scope="col" class="number">Confidence</th><th scope="col">Risk</th></tr></thead>
<tbody>${[...opportunities]
  .sort((a, b) => b.impactScore - a.impactScore)
  .map(
    (each) => html`<tr><td class="number strong">${showCount(each.impactScore)}</td><td>${each.priority}</td><td>${each.title}<br><small>${each.kind}${each.systemWide && ' · system-wide'}</small></td><td class="number">${showPercent(each.gainPercent)}</td><td class="number">${showShare(each.confidence)}</td><td>${each.risk}</td></tr>`,
  )}</tbody></table></div>`;

/** Each measured phase beside its budget, with a bar of how much of it was used. */
export const phasesTable = (report: CycleReport): Html => {
  const titles = new Map(report.improvements.map(({ improvement_id, title }) => [improvement_id, title]));
  return html`<div class="scroll"><table>
<thead><tr><th scope="col">Phase</th><th scope="col">Of</th><th scope="col" class="number">Took</th><th scope="col" class="number">Budget</th><th scope="col" class="wide-cell">Used</th></tr></thead>
<tbody>${report.phases.map(({ phase, improvement_id, seconds, budget_seconds, within_budget }) => {
    const used = budget_seconds === null ? undefined : seconds / budget_seconds;
    return html`<tr><th scope="row">${phase}</th><td>${improvement_id === null ? 'the cycle' : (titles.get(improvement_id) ?? improvement_id)}</td><td class="number ${within_budget === false ? 'failed' : ''}">${showSeconds(seconds)}</td><td class="number">${budget_seconds === null ? '–' : showSeconds(budget_seconds)}</td><td>${used !== undefined && html`${bar(used, within_budget === false ? 'back' : 'plain', `${showShare(used)} of the budget`)} <small>${showShare(used)}</small>`}</td></tr>`;
  })}</tbody></table></div>`;
};

/** Cents, and for less than one all that there is. */
export const showUsd = (usd: number): string => usd.toFixed(usd === 0 || usd >= 0.01 ? 2 : 6);

/** What was consumed. None of it is an estimate, but for calls of models that never came back: they count as the most that they can have cost. */
export const costList = ({ cost, telemetry_analyzed: read }: CycleReport): Html => html`<dl class="facts">
<div><dt>Model tokens</dt><dd>${showCount(cost.llm_tokens)}${cost.llm_tokens === 0 && ' (recipes only, no model was called)'}</dd></div>
<div><dt>Model cost</dt><dd>${showUsd(cost.llm_cost_usd)} USD</dd></div>
<div><dt>CloudWatch calls</dt><dd>${showCount(cost.cloudwatch_api_calls)}</dd></div>
${cost.telemetry_cost_usd !== undefined && html`<div><dt>Telemetry of the window</dt><dd>${cost.telemetry_cost_usd.toFixed(4)} USD at list prices</dd></div>`}
<div><dt>Signals read</dt><dd>${showCount(read.metrics)} metric points, ${showCount(read.logs)} log lines, ${showCount(read.events)} events</dd></div>
</dl>`;

/** What was claimed and what came true. */
export const lessonsList = ({ lessons, improvements }: CycleReport): Html =>
  html`<ul class="lessons">${lessons.map(({ improvement_id, text }) => html`<li><a href="#${improvement_id}">${improvements.find((each) => each.improvement_id === improvement_id)?.title ?? improvement_id}</a><br>${text}</li>`)}</ul>`;

/** Who did what and why, with the first characters of the hash that chains each entry to the one before. */
export const auditTable = (entries: readonly AuditEntry[]): Html => html`<div class="scroll"><table>
<thead><tr><th scope="col" class="number">No.</th><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">Why</th><th scope="col">Hash</th></tr></thead>
<tbody>${entries.map(
  (entry) => html`<tr><td class="number">${entry.sequence}</td><td class="nowrap">${showInstant(entry.at)}</td><td>${entry.who}</td><td>${entry.what}${(entry.previousVersion !== undefined || entry.newVersion !== undefined) && html`<br><small>${entry.previousVersion ?? '–'} → ${entry.newVersion ?? '–'}</small>`}</td><td>${entry.reason}${entry.degradationPercentage !== undefined && ` (degradation ${showPercent(entry.degradationPercentage)})`}</td><td><code>${entry.hash.slice(0, 10)}</code></td></tr>`,
)}</tbody></table></div>`;
