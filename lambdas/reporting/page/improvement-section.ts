import type { Improvement } from '../../../shared/domain/improvement.ts';
import type { Release } from '../../../shared/domain/release.ts';
import type { ImprovementReport, ImprovementStatus } from '../cycle-report-schema.ts';
import { showCount, showMs, showSeconds, showShare } from '../../../shared/rules/explaining/figures.ts';
import { howWritten } from '../../../shared/rules/explaining/how-written.ts';
import { checksTable } from './checks-table.ts';
import { showUsd } from './cycle-tables.ts';
import { diffView } from './diff-view.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { readVerdict } from '../../../shared/rules/judge/evidence-thresholds.ts';
import { verdictTable } from './verdict-table.ts';
import { whyFacts } from '../../../shared/rules/explaining/why-facts.ts';

/** How each status is called on the page, and its tone. */
export const STATUS_BADGE = {
  completed: ['kept', 'keep'],
  rolled_back: ['taken back', 'back'],
  reverted: ['taken back after promotion', 'back'],
  inconclusive: ['not proven, taken back', 'doubt'],
  superseded: ['superseded', 'doubt'],
  abstained: ['no remedy good enough', 'plain'],
  rejected: ['rejected', 'plain'],
  failed: ['failed', 'back'],
  queued: ['waiting for a slot', 'plain'],
  awaiting_approval: ['waiting for approval', 'doubt'],
  in_progress: ['in progress', 'doubt'],
} as const satisfies Record<ImprovementStatus, readonly [string, 'keep' | 'back' | 'doubt' | 'plain']>;

const ORIGIN = { opportunity: 'found in the signals', proposal: 'proposed by', deployment: 'deployed by' } as const;

const between = (from: number, to: number, show: (value: number) => string): string => `${show(from)} to ${show(to)}`;

/** A reduction in percent as the change it means: 59 → `−59 %`. */
const change = (reduction: number): string => `${reduction > 0 ? '−' : '+'}${showShare(Math.abs(reduction) / 100)}`;

const points = (share: number): string => `${share > 0 ? '+' : share < 0 ? '−' : '±'}${(100 * Math.abs(share)).toFixed(2)}`;

/** The measured outcome as before → after, each with its interval. */
const outcomeRows = ({ metrics }: ImprovementReport): Html | false => {
  if (metrics === null) return false;
  const { baseline, final, improvement } = metrics;
  const latency = (label: string, key: 'latency_p50' | 'latency_p95' | 'latency_p99', note: Html | false): Html =>
    html`<tr><th scope="row">${label}</th><td class="number">${showMs(baseline[key] ?? undefined)}</td><td class="number strong">${showMs(final[key] ?? undefined)}</td><td>${note}</td></tr>`;
  const reduction = improvement.latency_reduction_pct;
  const interval = improvement.intervals.latency_reduction_pct;
  return html`<p class="caption">${metrics.control === 'concurrent' ? 'Measured side by side, on the same traffic at the same time.' : 'Compared with the time before, for want of a control at the same time.'}</p>
<div class="scroll"><table class="outcome" aria-label="Measured outcome">
<thead><tr><td></td><th scope="col" class="number">Stable</th><th scope="col" class="number">Candidate</th><th scope="col">Change (95 % interval)</th></tr></thead>
<tbody>
${latency('Latency, median', 'latency_p50', false)}
${latency('Latency, 95th percentile', 'latency_p95', reduction !== null && html`<strong class="${reduction >= 0 ? 'passed' : 'failed'}">${change(reduction)}</strong> ${interval !== null && html`<small>${between(interval.high, interval.low, change)}</small>`}`)}
${latency('Latency, 99th percentile', 'latency_p99', false)}
<tr><th scope="row">Failed requests</th><td class="number">${showShare(baseline.error_rate)}</td><td class="number strong">${showShare(final.error_rate)}</td><td>${points(improvement.error_rate_change)} points <small>${between(improvement.intervals.error_rate_change.low, improvement.intervals.error_rate_change.high, points)}</small></td></tr>
<tr><th scope="row">Requests served</th><td class="number">${showCount(baseline.requests)}</td><td class="number">${showCount(final.requests)}</td><td></td></tr>
</tbody></table></div>`;
};

const factList = (facts: readonly (readonly [string, string])[]): Html => html`<dl class="facts">${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;

const claimText = ({ remedy }: Improvement): string | undefined => {
  const claim = remedy?.claim;
  if (claim === undefined) return undefined;
  const what = { latency: 'lower p95 latency', failures: 'fewer failures', 'slow-requests': 'fewer slow requests' }[claim.on];
  return `${showShare(claim.gain)} ${what}${claim.on === 'slow-requests' ? ` (slower than ${showMs(claim.thresholdMs)})` : ''}`;
};

/** One improvement from its reason to its end: evidence, diff, checks, the two versions side by side, and the judge's word. */
export const improvementSection = (report: ImprovementReport, improvement: Improvement, release: Release | undefined, figure: Html | undefined): Html => {
  const [status, tone] = STATUS_BADGE[report.status];
  const verdict = readVerdict(release?.verdict);
  const why = improvement.opportunity === undefined ? [] : whyFacts(improvement.opportunity.evidence);
  const claim = claimText(improvement);
  const origin = improvement.origin === 'opportunity' ? ORIGIN.opportunity : `${ORIGIN[improvement.origin]} ${improvement.proposedBy}`;
  const sentence = verdict?.sentence ?? report.reason ?? undefined;
  return html`<article class="card ${tone}" id="${report.improvement_id}">
<header><p class="badge ${tone}">${status}</p><h3>${report.title}</h3>
<p class="muted">${origin} · ${report.author === 'none' ? 'no remedy' : report.author.replace(':', ' ')}${improvement.ref !== undefined && ` · commit ${improvement.ref}`} · took ${showSeconds(report.execution_time_seconds)}${report.cost.llm_tokens > 0 && ` · models took ${showCount(report.cost.llm_tokens)} tokens, ${showUsd(report.cost.llm_cost_usd)} USD`}${report.impact_score > 0 && ` · impact score ${showCount(report.impact_score)}`}</p></header>
${sentence !== undefined && html`<p class="verdict">${sentence}</p>`}
${report.reason !== null && sentence !== undefined && !sentence.startsWith(report.reason.replace(/\.$/, '')) && html`<p>${report.reason}</p>`}
${outcomeRows(report)}
${(why.length > 0 || claim !== undefined) && html`<h4>Why</h4>${factList([...why, ...(claim === undefined ? [] : [['Claimed', claim] as const])])}`}
${improvement.remedy !== undefined && html`<h4>The change</h4><p>${improvement.remedy.reason}</p><p class="muted">Written by ${howWritten(improvement.remedy)}.</p>${diffView(improvement.remedy.files)}`}
${improvement.report !== undefined && html`<h4>Checked before it met traffic</h4>${checksTable(improvement.report)}`}
${improvement.approval !== undefined && html`<p>Approved by ${improvement.approval.by}${improvement.approval.reason !== undefined && `: ${improvement.approval.reason}`}.</p>`}
${figure !== undefined && html`<h4>Beside the stable version</h4>${figure}`}
${verdict !== undefined && html`<details><summary>The judge's evidence</summary>${verdictTable(verdict)}</details>`}
</article>`;
};
