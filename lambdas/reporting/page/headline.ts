import { showMs } from '../../../shared/rules/explaining/figures.ts';
import type { CycleReport, ImprovementReport, ImprovementStatus } from '../cycle-report-schema.ts';

const WORDS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'] as const;
const word = (count: number): string => WORDS[count] ?? String(count);
const changes = (count: number): string => `${word(count)} change${count === 1 ? '' : 's'}`;

const UNRELEASED: ReadonlySet<ImprovementStatus> = new Set(['abstained', 'rejected', 'failed', 'superseded']);

/** What a cycle came to, in one sentence of plain words. */
export const headline = (report: CycleReport): string => {
  if (report.state === 'failed') return 'The cycle failed.';
  const unreleased = report.improvements.filter(({ status }) => UNRELEASED.has(status)).length;
  const parts = [
    report.improvements_deployed > 0 && `${word(report.improvements_deployed).toLowerCase()} kept`,
    report.improvements_rolled_back > 0 && `${word(report.improvements_rolled_back).toLowerCase()} taken back`,
    report.improvements_inconclusive > 0 && `${word(report.improvements_inconclusive).toLowerCase()} not proven and taken back`,
    unreleased > 0 && `${word(unreleased).toLowerCase()} not let out`,
    report.improvements_pending > 0 && `${word(report.improvements_pending).toLowerCase()} still open`,
  ].filter((part) => part !== false);
  if (unreleased === report.improvements_attempted && unreleased > 0) return `${changes(unreleased)} tried, none let out.`;
  if (parts.length > 0) return `${changes(report.improvements_attempted)} tried: ${parts.join(', ')}.`;
  if (report.opportunities_identified > 0) return `${word(report.opportunities_identified)} ${report.opportunities_identified === 1 ? 'opportunity' : 'opportunities'} found, nothing tried.`;
  return 'Nothing new to improve was found.';
};

/** Before → after of the kept improvement with the largest measured gain; `undefined` when nothing kept was measured. */
export const bestGain = (report: CycleReport): { readonly before: string; readonly after: string; readonly improvement: ImprovementReport } | undefined => {
  const best = report.improvements
    .filter(({ status, metrics }) => status === 'completed' && metrics !== null && (metrics.improvement.latency_reduction_ms ?? 0) > 0)
    .sort((a, b) => (b.metrics?.improvement.latency_reduction_ms ?? 0) - (a.metrics?.improvement.latency_reduction_ms ?? 0))[0];
  if (best?.metrics === undefined || best.metrics === null) return undefined;
  return { before: showMs(best.metrics.baseline.latency_p95 ?? undefined), after: showMs(best.metrics.final.latency_p95 ?? undefined), improvement: best };
};
