import * as z from 'zod';
import type { AuditEntry } from '../../shared/domain/audit.ts';
import type { Cycle } from '../../shared/domain/cycle.ts';
import type { Explanation } from '../../shared/domain/explanation.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import type { Lesson } from '../../shared/domain/lesson.ts';
import type { Opportunity } from '../../shared/domain/opportunity.ts';
import { reportKeys } from '../../shared/domain/report-keys.ts';
import type { Release } from '../../shared/domain/release.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { BlobStore } from '../../shared/ports/blob-store.ts';
import type { Bus } from '../../shared/ports/bus.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Metrics } from '../../shared/ports/metrics.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';
import type { AuditLog } from '../../shared/store/audit-log.ts';
import type { Cycles } from '../../shared/store/cycles.ts';
import type { Explanations } from '../../shared/store/explanations.ts';
import type { Improvements } from '../../shared/store/improvements.ts';
import type { Lessons } from '../../shared/store/lessons.ts';
import type { Opportunities } from '../../shared/store/opportunities.ts';
import type { Releases } from '../../shared/store/releases.ts';
import type { CycleCost } from './cost.ts';
import type { TargetExperience } from './experience.ts';
import { cycleMetrics } from './cycle-metrics.ts';
import { cycleNotice } from './cycle-notice.ts';
import { cycleMarkdown } from './cycle-markdown.ts';
import { buildCycleReport } from './cycle-report.ts';
import { CycleReport } from './cycle-report-schema.ts';
import { headline } from './page/headline.ts';
import { explanationsOfCycle } from './explanations-of-cycle.ts';

export const ReportInput = z.object({ cycleId: z.string() });
export type ReportInput = z.infer<typeof ReportInput>;

export type ReportDependencies = {
  readonly cycles: Pick<Cycles, 'get' | 'update'>;
  readonly improvements: Pick<Improvements, 'find'>;
  readonly releases: Pick<Releases, 'find'>;
  readonly opportunities: Pick<Opportunities, 'find'>;
  readonly explanations: Pick<Explanations, 'find' | 'keptFor'>;
  readonly lessons: Pick<Lessons, 'list'>;
  readonly audit: Pick<AuditLog, 'newest'>;
  readonly targets: { get(targetId: string): Promise<Target | undefined> };
  /** What the cycle consumed; `NO_CYCLE_COST` where nothing costs anything. */
  readonly cost: (cycle: Cycle) => Promise<CycleCost>;
  readonly blobs: BlobStore;
  readonly bus: Bus;
  readonly metrics: Metrics;
  readonly notifier: Notifier;
  readonly clock: Clock;
};

export type ReportResult = { readonly reportKey: string; readonly location: string; readonly report: CycleReport };

const found = <Value>(values: readonly (Value | undefined)[]): Value[] => values.filter((value) => value !== undefined);

type Material = { improvements: Improvement[]; releases: Release[]; opportunities: Opportunity[]; lessons: Lesson[]; experience: TargetExperience[]; explanations: Explanation[]; audit: AuditEntry[] };

const gather = async (cycle: Cycle, { improvements, releases, opportunities, explanations, lessons, audit, targets }: ReportDependencies): Promise<Material> => {
  const ids = new Set(cycle.improvementIds);
  const concerns = ({ improvementId }: { improvementId?: string | undefined }): boolean => improvementId !== undefined && ids.has(improvementId);
  const [worked, released, seen, experience, acts] = await Promise.all([
    Promise.all(cycle.improvementIds.map((id) => improvements.find(id))),
    Promise.all(cycle.improvementIds.map((id) => releases.find(id))),
    Promise.all(cycle.targetIds.flatMap((targetId) => cycle.opportunityIds.map((id) => opportunities.find(targetId, id)))),
    Promise.all(cycle.targetIds.map(async (targetId) => ({ target: { id: targetId, thresholds: await ownThresholds(targetId, targets) }, lessons: await lessons.list(targetId) }))),
    Promise.all(cycle.targetIds.map((targetId) => actsSince(audit, targetId, cycle.startedAt))),
  ]);
  return { improvements: found(worked), releases: found(released), opportunities: found(seen), lessons: experience.flatMap((each) => each.lessons).filter(concerns), experience, explanations: await explanationsOfCycle(explanations, found(seen), found(worked)), audit: acts.flat().filter(concerns) };
};

const ACTS_A_PAGE = 200;

/** What was done on a target since a moment, oldest first: its whole log may be years long. */
const actsSince = async (audit: ReportDependencies['audit'], targetId: string, since: number): Promise<AuditEntry[]> => {
  const found: AuditEntry[] = [];
  for (;;) {
    const last = found.at(-1);
    const page = await audit.newest(targetId, { limit: ACTS_A_PAGE, ...(last === undefined ? {} : { before: last.sequence }) });
    found.push(...page.filter(({ at }) => at >= since));
    if (page.length < ACTS_A_PAGE || page.some(({ at }) => at < since)) return found.reverse();
  }
};

/** A target may have been given up since the cycle ran. */
const ownThresholds = async (targetId: string, targets: ReportDependencies['targets']): Promise<Target['thresholds']> => {
  try {
    return (await targets.get(targetId))?.thresholds;
  } catch {
    return undefined;
  }
};

/** What was reported before, if anything was. One that cannot be read any more counts as never written. */
const readPrevious = async (cycle: Cycle, blobs: BlobStore): Promise<CycleReport | undefined> => {
  if (cycle.reportKey === undefined) return undefined;
  const bytes = await blobs.get(reportKeys(cycle.id).json);
  if (bytes === undefined) return undefined;
  try {
    return CycleReport.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
  } catch {
    return undefined;
  }
};

/** A failure to tell never stops what is being told about; the notifier reports its own. */
const tell = async (notifier: Notifier, notice: Parameters<Notifier['send']>[0]): Promise<void> => {
  try {
    await notifier.send(notice);
  } catch {
    // The report is written; who reads it will see the same.
  }
};

/**
 * Writes the report of a cycle as JSON and as a page, publishes the cycle's metrics, ends the cycle and tells people.
 * Run it again when an improvement settles later: the report is written anew under the same keys, and only what was added is counted.
 * (A crash between metrics and the cycle's record can count one report twice, never lose it.)
 * The time of reporting that the report shows is that of reading and drawing; putting the text together comes after.
 */
export const report = async ({ cycleId }: ReportInput, dependencies: ReportDependencies): Promise<ReportResult> => {
  const { cycles, cost, blobs, bus, metrics, notifier, clock } = dependencies;
  const startedAt = clock.now();
  const stored = await cycles.get(cycleId);
  const { audit, ...material } = await gather(stored, dependencies);
  const previous = await readPrevious(stored, blobs);
  const spent = await cost(stored);
  // Loaded here, since most functions that could write a report seldom do.
  const { assembleCyclePage, drawFigures } = await import('./page/cycle-page.ts');

  const figures = await drawFigures(material);
  const now = clock.now();
  const end = (cycle: Cycle): Cycle => ({
    ...cycle,
    state: cycle.state === 'running' ? 'completed' : cycle.state,
    endedAt: cycle.endedAt ?? now,
    phaseMs: { ...cycle.phaseMs, reporting: now - startedAt },
  });
  const cycleReport = buildCycleReport({ cycle: end(stored), ...material, cost: spent, now });
  const page = assembleCyclePage(cycleReport, { ...material, audit }, figures);

  const keys = reportKeys(cycleId);
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  await blobs.put(keys.html, encode(page), 'text/html; charset=utf-8');
  await blobs.put(keys.json, encode(`${JSON.stringify(cycleReport, undefined, 2)}\n`), 'application/json');
  await blobs.put(keys.markdown, encode(cycleMarkdown(cycleReport)), 'text/markdown; charset=utf-8');
  const measured = cycleMetrics(cycleReport, previous);
  if (measured.length > 0) await metrics.publish(measured);
  await cycles.update(cycleId, (cycle) => ({ ...end(cycle), reportKey: keys.html }));
  await bus.publish({ type: 'report.published', at: now, detail: { cycleId, key: keys.html, headline: headline(cycleReport) } });
  await tell(notifier, cycleNotice(cycleReport, blobs.locate(keys.html)));
  return { reportKey: keys.html, location: blobs.locate(keys.html), report: cycleReport };
};
