import type { ImprovementDetail } from '../../../shared/domain/views/improvement-detail.ts';
import type { Message } from '../../../shared/ports/host.ts';
import { showEstimate } from '../../../shared/rules/explaining/digest-markdown.ts';
import { showCount, showInstant, showMs, showPercent, showShare } from '../../../shared/rules/explaining/figures.ts';
import { oneLine } from '../visible-text.ts';
import { tableText } from './table-text.ts';

type Json = NonNullable<Message['data']>;

/** A stored value as a message carries it. */
const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

/** An improvement from its evidence to its verdict: what it is, the diff, the checks, both versions' numbers, who did what. */
export const improvementMessages = (detail: ImprovementDetail): Message[] => {
  const { improvement, diff, report, remedyReason } = detail;
  return [
    { code: 'PAWL-SHOW-001', level: 'info', text: [`${oneLine(improvement.title)} (${improvement.id} on ${improvement.targetId})`, ...(remedyReason === undefined ? [] : [oneLine(remedyReason)])].join('\n') },
    ...(diff === '' ? [] : [{ code: 'PAWL-DIFF-001', level: 'info', text: `Written by ${improvement.author ?? 'nobody'}`, data: { improvementId: improvement.id, diff } } as const]),
    ...(report === undefined ? [] : [{ code: 'PAWL-CHECKS-001', level: report.passed ? 'result' : 'warning', text: report.passed ? 'The checks passed:' : 'The checks stop it:', data: { improvementId: improvement.id, checks: plain(report.checks) } } as const]),
    { code: 'PAWL-COMMAND-001', level: 'result', text: endText(detail), data: { ok: true, command: 'show-improvement', ...plain(detail) } },
  ];
};

const endText = ({ improvement, history, release, outcome, awaits, approval, cost, audit }: ImprovementDetail): string => {
  const sides = release === undefined ? [] : [tableText([
    ['', 'requests', 'failed', 'p95'],
    ...([['stable', release.stableVersion, release.totals.stable], ['candidate', release.candidateVersion ?? '–', release.totals.candidate]] as const).map(([side, version, { requests, failureRate, p95Ms }]) => [`${side} (version ${version})`, showCount(requests), showEstimate(failureRate, showShare), showMs(p95Ms)]),
  ])];
  const reduction = outcome?.latencyReductionPercent;
  return [
    `It is ${improvement.state} since ${showInstant(improvement.stateSince)}.${improvement.reason === undefined ? '' : ` ${oneLine(improvement.reason)}`}`,
    ...(awaits === undefined ? [] : [`It waits for a person: ${awaits.needed}${awaits.may || awaits.why === undefined ? '' : ` (not yours to approve: ${awaits.why})`}`]),
    ...(approval === undefined ? [] : [`Approved by ${approval.by}${approval.reason === undefined ? '' : `: ${oneLine(approval.reason)}`}.`]),
    ...sides,
    ...(release?.verdict === undefined ? [] : [`The judge: ${release.verdict}`]),
    ...(reduction === undefined ? [] : [`p95 is ${showEstimate(reduction, showPercent)} less, measured side by side.`]),
    ...(cost.microUsd === 0 ? [] : [`It cost $${(cost.microUsd / 1e6).toFixed(3)} and ${showCount(cost.tokens)} tokens.`]),
    `Its way: ${history.map(({ state, by }) => `${state} (${by})`).join(' → ')}`,
    ...(audit.length === 0 ? [] : ['Who did what:', tableText(audit.map(({ at, who, what, reason }) => [`  ${showInstant(at)}`, who, what, reason ?? '']))]),
  ].join('\n');
};
