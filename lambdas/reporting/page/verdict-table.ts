import type { MetricEvidence, Verdict } from '../../../shared/rules/judge/verdict.ts';
import { showCount, showEvidence, showShare } from '../../../shared/rules/explaining/figures.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

const QUESTION = { harm: 'Worse than tolerated?', promotion: 'Good enough?' } as const;
const METRIC = { failures: 'failures', latency: 'latency', claim: 'what was claimed' } as const;

const rate = ({ rate, low, high }: MetricEvidence['canary']): Html => html`<td class="number">${showShare(rate)} <small>${showShare(low)} – ${showShare(high)}</small></td>`;

/** Every test of the judge: both rates with their intervals, the evidence and what was needed. */
export const verdictTable = ({ evidence }: Verdict): Html => html`<p class="caption">Evidence: how many times likelier the counts are under the answer “yes” than under “no”. Intervals at 95 %.</p>
<div class="scroll"><table aria-label="The judge's evidence">
<thead><tr><th scope="col">Question</th><th scope="col">On</th><th scope="col" class="number">Candidate</th><th scope="col" class="number">Stable</th><th scope="col" class="number">Evidence</th><th scope="col" class="number">Needed</th><th scope="col">Answer</th></tr></thead>
<tbody>${evidence.map(
  (test) => html`<tr><th scope="row">${QUESTION[test.question]}</th><td>${METRIC[test.metric]}</td>${rate(test.canary)}${rate(test.stable)}<td class="number">${showEvidence(test.logEvidence)}</td><td class="number">${showCount(test.required)}</td><td class="nowrap ${test.reached ? (test.question === 'harm' ? 'failed' : 'passed') : ''}">${test.reached ? 'yes' : test.question === 'harm' ? 'not shown' : 'not yet shown'}</td></tr>`,
)}</tbody></table></div>`;
