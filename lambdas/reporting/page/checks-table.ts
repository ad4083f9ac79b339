import type { ValidationReport } from '../../../shared/domain/check.ts';
import { showSeconds, showShare } from '../../../shared/rules/explaining/figures.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

const MARK = { passed: '✓', failed: '✗', skipped: '–' } as const;

/** All checks of a remedy with what they found, and what they came to. */
export const checksTable = (report: ValidationReport): Html => html`<p class="caption">${report.passed ? 'All passed' : 'Not passed'} · quality ${report.quality.toFixed(2)}${report.coverageOfChangedLines === undefined ? '' : ` · ${showShare(report.coverageOfChangedLines)} of the changed lines covered`} · ${report.testsPassed} test${report.testsPassed === 1 ? '' : 's'} passed${report.isolation === 'none' ? ' · run without a sandbox' : ' in a sandbox'}.</p>
<div class="scroll"><table aria-label="Checks">
<thead><tr><th scope="col">Check</th><th scope="col">Result</th><th scope="col">What it says</th><th scope="col" class="number">Time</th></tr></thead>
<tbody>${report.checks.map(
  (check) => html`<tr><th scope="row">${check.name}</th><td class="${check.status} nowrap">${MARK[check.status]} ${check.status}</td><td>${check.summary}${
    check.findings.length > 0 && html`<ul>${check.findings.map((finding) => html`<li>${finding.path !== undefined && html`<code>${finding.path}${finding.line === undefined ? '' : `:${finding.line}`}</code> `}${finding.message} ${finding.advice}</li>`)}</ul>`
  }</td><td class="number">${showSeconds(check.durationMs / 1000)}</td></tr>`,
)}</tbody></table></div>`;

/** One bar for how much of something is used, as text too. `share` may be above 1. */
export const bar = (share: number, tone: 'keep' | 'back' | 'plain', label: string): Html =>
  html`<svg class="bar ${tone}" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="${label}"><rect class="track" width="100" height="6"/><rect class="fill" width="${(100 * Math.min(1, share)).toFixed(1)}" height="6"/></svg>`;
