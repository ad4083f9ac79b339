import type { Estimate } from '../../shared/domain/outcome.ts';
import { escapeMarkdown } from '../../shared/rules/explaining/escape-markdown.ts';
import { showCount, showMs, showPercent, showSeconds, showShare } from '../../shared/rules/explaining/figures.ts';
import type { CycleReport, ImprovementReport } from './cycle-report-schema.ts';
import { headline } from './page/headline.ts';

/** The report of a cycle as Markdown, for issues, chats and agents. What telemetry and people wrote is data in it, never markup. */
export const cycleMarkdown = (report: CycleReport): string =>
  [
    `# ${escapeMarkdown(headline(report))}`,
    '',
    `${report.target_ids.map(escapeMarkdown).join(', ')}, cycle ${report.cycle_id}, ${report.start_time.slice(0, 16).replace('T', ' ')} UTC, ${showSeconds(report.duration_seconds)} in all and ${showSeconds(report.active_seconds)} at work.`,
    ...(report.failure === null ? [] : ['', escapeMarkdown(report.failure)]),
    ...(report.not_protected ?? []).map(({ target_id: id, reason }) => `\n${escapeMarkdown(id)}: ${escapeMarkdown(reason)}`),
    '',
    `Found ${report.opportunities_identified}, tried ${report.improvements_attempted}, kept ${report.improvements_deployed}, taken back ${report.improvements_rolled_back}, not proven ${report.improvements_inconclusive}, open ${report.improvements_pending}. Cost $${(report.cost.llm_cost_usd + (report.cost.telemetry_cost_usd ?? 0)).toFixed(2)}, ${showCount(report.cost.llm_tokens)} tokens.`,
    ...report.improvements.flatMap(improvementLines),
    ...(report.lessons.length === 0 ? [] : ['', '## Learned', '', ...report.lessons.map(({ text }) => `- ${escapeMarkdown(text)}`)]),
    '',
  ].join('\n');

const improvementLines = ({ title, improvement_id: id, target_id: target, status, author, reason, metrics }: ImprovementReport): string[] => [
  '',
  `## ${escapeMarkdown(title)}`,
  '',
  `- ${status.replaceAll('_', ' ')}, ${id} on ${escapeMarkdown(target)}, by ${escapeMarkdown(author)}`,
  ...(reason === null ? [] : [`- ${escapeMarkdown(reason)}`]),
  ...(metrics === null ? [] : measured(metrics)),
];

const measured = ({ baseline, final, improvement, control }: NonNullable<ImprovementReport['metrics']>): string[] => {
  const { latency_reduction_pct: percent, intervals } = improvement;
  const interval = (of: Pick<Estimate, 'low' | 'high'> | null, show: (value: number) => string): string => (of === null ? '' : ` (between ${show(of.low)} and ${show(of.high)})`);
  return [
    `- p95 ${showMs(baseline.latency_p95 ?? undefined)} → ${showMs(final.latency_p95 ?? undefined)}${percent === null ? '' : `, ${showPercent(percent)} less${interval(intervals.latency_reduction_pct, showPercent)}`}`,
    `- failures ${showShare(baseline.error_rate)} → ${showShare(final.error_rate)}${interval(intervals.error_rate_change, (share) => `${(100 * share).toFixed(2)} points`)}`,
    `- ${showCount(baseline.requests)} and ${showCount(final.requests)} requests, ${control === 'concurrent' ? 'side by side' : 'before and after'}`,
  ];
};
