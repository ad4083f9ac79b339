import type { Period } from '../../shared/domain/period.ts';
import type { Release } from '../../shared/domain/release.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Improvements } from '../../shared/store/improvements.ts';
import type { Lessons } from '../../shared/store/lessons.ts';
import { ownTraffic } from '../../shared/rules/judge/own-traffic.ts';
import type { Periods } from '../../shared/store/periods.ts';
import type { Releases } from '../../shared/store/releases.ts';
import { Verdict } from '../../shared/rules/judge/verdict.ts';
import { lessonOf } from './lesson.ts';
import { assessOutcome } from './outcome.ts';
import { totalsOf, type VersionTotals } from './version-totals.ts';

export type LearnDependencies = { readonly improvements: Improvements; readonly releases: Releases; readonly periods: Periods; readonly lessons: Lessons; readonly clock: Clock };

/** Once an improvement has settled: what it really did against its concurrent control, and the lesson that later cycles read. */
export const learn = async ({ improvementId }: { improvementId: string }, { improvements, releases, periods, lessons, clock }: LearnDependencies): Promise<{ next: 'done' }> => {
  const improvement = await improvements.get(improvementId);
  const release = await releases.find(improvementId);
  const totals = release && (await totalsWhileBoth(release, periods));
  const outcome = release && totals ? assessOutcome(release, totals) : undefined;
  const settled = (await improvements.amend(improvementId, [improvement.state], (held) => (outcome ? { ...held, outcome } : held))) ?? improvement;
  const lesson = lessonOf(settled, { id: `${improvementId}#${settled.state}`, at: clock.now(), totals, verdict: Verdict.safeParse(release?.verdict).data });
  if (lesson) await lessons.record(lesson);
  return { next: 'done' };
};

/** Both versions' totals over the periods that the judge weighed (after the burn-in), from the full histograms. */
export const totalsWhileBoth = async (release: Release, periods: Pick<Periods, 'between'>): Promise<{ stable: VersionTotals; candidate: VersionTotals } | undefined> => {
  const { exposedAt, lastPeriodAt, candidateVersion } = release;
  if (exposedAt === undefined || lastPeriodAt === undefined || candidateVersion === undefined) return undefined;
  const all = await periods.between(release.targetId, exposedAt + release.burnInSeconds * 1000, lastPeriodAt + 1);
  const known: Period[] = all.map((period) => ownTraffic(period, release));
  return { stable: totalsOf(known.map(({ versions }) => versions[release.stableVersion])), candidate: totalsOf(known.map(({ versions }) => versions[candidateVersion])) };
};
