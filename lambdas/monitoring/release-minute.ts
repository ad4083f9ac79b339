import { quantileMs } from '../../shared/domain/histogram.ts';
import type { Period, VersionPeriod } from '../../shared/domain/period.ts';
import type { JudgedPeriod, Release } from '../../shared/domain/release.ts';
import { JudgeSettings } from '../../shared/rules/judge/judge-settings.ts';
import { NO_COUNTS, type Counts, type Minute } from '../../shared/rules/judge/minute.ts';
import { countsOfPeriod } from '../../shared/rules/judge/minute-of-period.ts';

const periodMs = ({ periodSeconds }: Pick<Release, 'periodSeconds'>): number => periodSeconds * 1000;

/** The release's own terms, as the judge takes them: its "minutes" are the release's periods. */
export const judgeSettingsOf = (release: Release): JudgeSettings =>
  JudgeSettings.parse({
    periodSeconds: release.periodSeconds,
    margin: release.margin,
    phi: release.phi,
    claim: release.claim ?? null,
    burnInMinutes: Math.ceil(release.burnInSeconds / release.periodSeconds),
    windowMinutes: Math.max(1, Math.ceil(release.windowSeconds / release.periodSeconds)),
    extensionMinutes: Math.ceil(release.extensionSeconds / release.periodSeconds),
    weights: release.weights,
    stableBefore: release.stableBefore,
  });

/** The threshold follows the stable version's last periods, as many as these, once there are enough with enough requests. */
const PERIODS_FOLLOWED = 15;
const FEWEST_PERIODS = 5;
const FEWEST_REQUESTS = 20;

/**
 * `c` of the judge for the next period: the median of the stable version's p95 over its last periods beside the canary, and its p95 before
 * exposure until there are enough of them. Only periods that are over count, so the threshold is fixed before the period that it judges;
 * that keeps every test's error bound (each period's likelihood ratio is conditional on the past), and keeps its power when load,
 * season or neighbours move the whole service.
 */
export const thresholdAfter = (release: Pick<Release, 'latencyThresholdMs'>, past: readonly JudgedPeriod[]): number | undefined => {
  const recent = past.flatMap(({ stable: { requests, p95Ms } }) => (requests >= FEWEST_REQUESTS && p95Ms !== undefined ? [p95Ms] : [])).slice(-PERIODS_FOLLOWED);
  return recent.length < FEWEST_PERIODS ? release.latencyThresholdMs : recent.sort((a, b) => a - b)[Math.floor(recent.length / 2)];
};

/** One completed period as a judge's minute: counts of both versions against thresholds that follow from `cMs`. A version that served nothing has zeros. */
export const minuteOf = (release: Release, period: Period, cMs: number | undefined): Minute => ({
  minute: Math.floor(period.startsAt / periodMs(release)),
  weight: release.weight,
  canary: countsOf(release, period.versions[release.candidateVersion ?? ''], cMs),
  stable: countsOf(release, period.versions[release.stableVersion], cMs),
});

/** A period of which nothing is known: telemetry is missing for both. */
export const missingMinute = (release: Release, startsAt: number): Minute => ({ minute: Math.floor(startsAt / periodMs(release)), weight: release.weight, canary: null, stable: null });

const countsOf = (release: Release, served: VersionPeriod | undefined, cMs = Number.MAX_VALUE): Counts =>
  served ? countsOfPeriod(served, { cMs, margin: release.margin, claim: release.claim ?? null }) : NO_COUNTS;

/** What the report keeps of a period. */
export const judgedPeriodOf = (release: Release, period: Period, logEvidence: Record<string, number>): JudgedPeriod => ({
  startsAt: period.startsAt,
  weight: release.weight,
  stable: figuresOf(period.versions[release.stableVersion]),
  candidate: figuresOf(period.versions[release.candidateVersion ?? '']),
  logEvidence,
});

const figuresOf = (served: VersionPeriod | undefined): JudgedPeriod['stable'] => {
  const p50Ms = served && quantileMs(served.durations, 0.5);
  const p95Ms = served && quantileMs(served.durations, 0.95);
  return { requests: served?.requests ?? 0, failures: served?.failures ?? 0, ...(p50Ms === undefined ? {} : { p50Ms }), ...(p95Ms === undefined ? {} : { p95Ms }) };
};
