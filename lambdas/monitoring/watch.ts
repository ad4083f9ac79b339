import type { Improvement } from '../../shared/domain/improvement.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import type { Period } from '../../shared/domain/period.ts';
import type { Release } from '../../shared/domain/release.ts';
import type { Bus } from '../../shared/ports/bus.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { judgeMinute, verdictOf } from '../../shared/rules/judge/judge-minute.ts';
import { initialJudge, JudgeState } from '../../shared/rules/judge/judge-state.ts';
import type { Minute } from '../../shared/rules/judge/minute.ts';
import { ownTraffic } from '../../shared/rules/judge/own-traffic.ts';
import type { Verdict } from '../../shared/rules/judge/verdict.ts';
import type { Improvements } from '../../shared/store/improvements.ts';
import type { Periods } from '../../shared/store/periods.ts';
import type { Releases } from '../../shared/store/releases.ts';
import { judgedPeriodOf, judgeSettingsOf, minuteOf, missingMinute, thresholdAfter } from './release-minute.ts';

/** The tick cannot touch an alias itself: it invokes those who may. */
export type ReleaseActions = {
  readonly ramp: (improvementId: string, weight: number) => Promise<unknown>;
  readonly promote: (improvementId: string, terms: { unproven: boolean }) => Promise<unknown>;
  readonly rollBack: (improvementId: string, ending: { state: 'rolled-back' | 'inconclusive'; reason: string }) => Promise<unknown>;
};

export type WatchDependencies = {
  readonly improvements: Improvements;
  readonly releases: Releases;
  readonly periods: Periods;
  /** Until when a target's telemetry is complete. */
  readonly horizon: (targetId: string) => Promise<Instant>;
  readonly actions: ReleaseActions;
  readonly bus: Bus;
  readonly clock: Clock;
};

/** A period more than this many periods behind the clock is taken for missing when telemetry has not reached it. */
const PATIENCE_PERIODS = 3;
/** The report keeps this many judged periods; a watch on AWS has 120. More than this would come near the largest item that the store takes. */
const MOST_PERIODS_KEPT = 500;

/**
 * One tick over one release: reads the periods that have become complete, lets the judge weigh them, beats, and asks for what follows.
 * Idempotent: a period is applied once (the write is conditional on the last one judged), so retries, replays and a second tick change nothing.
 */
export const watchRelease = async (dependencies: WatchDependencies, improvementId: string): Promise<Verdict | undefined> => {
  const { improvements, releases, periods, horizon, clock } = dependencies;
  const improvement = await improvements.find(improvementId);
  const release = await releases.find(improvementId);
  if (improvement?.state !== 'watching' || !release || release.exposedAt === undefined) return undefined;

  const from = nextPeriodAt(release);
  const completeUntil = await horizon(release.targetId);
  const known = await periods.between(release.targetId, from, completeUntil);
  const judged = judgePeriods(release, known, { from, completeUntil, now: clock.now() });

  const recorded = await releases.amend(improvementId, ['watching'], (held) => (held.lastPeriodAt === release.lastPeriodAt ? { ...held, ...judged.changes, beatAt: clock.now() } : undefined));
  if (!recorded) return undefined;
  await announce(dependencies, improvement, recorded, judged.verdict);
  await act(dependencies, improvement, recorded, judged.verdict);
  return judged.verdict;
};

const nextPeriodAt = ({ lastPeriodAt, exposedAt = 0, periodSeconds }: Release): Instant => {
  const ms = periodSeconds * 1000;
  return lastPeriodAt === undefined ? Math.ceil(exposedAt / ms) * ms : lastPeriodAt + ms;
};

type Judged = { readonly verdict: Verdict; readonly changes: Pick<Release, 'judge' | 'lastPeriodAt' | 'periods' | 'verdict'> };

/** Pure: what the judge says of the periods from `from` on, in order, gaps included. */
export const judgePeriods = (release: Release, known: readonly Period[], { from, completeUntil, now }: { from: Instant; completeUntil: Instant; now: Instant }): Judged => {
  const settings = judgeSettingsOf(release);
  const ms = release.periodSeconds * 1000;
  const byStart = new Map(known.map((period) => [period.startsAt, ownTraffic(period, release)]));
  let state = release.judge === undefined ? initialJudge(settings) : JudgeState.parse(release.judge);
  let lastPeriodAt = release.lastPeriodAt;
  const kept = [...release.periods];
  const take = (minute: Minute, startsAt: Instant, period: Period | undefined): void => {
    const step = judgeMinute(state, minute, settings);
    state = step.state;
    lastPeriodAt = startsAt;
    if (period) kept.push(judgedPeriodOf(release, period, evidenceByName(step.verdict)));
  };

  let startsAt = from;
  for (; startsAt + ms <= completeUntil; startsAt += ms) {
    const period = byStart.get(startsAt) ?? { targetId: release.targetId, startsAt, seconds: release.periodSeconds, versions: {} };
    take(minuteOf(release, period, thresholdAfter(release, kept)), startsAt, period);
  }
  for (; startsAt + ms * (1 + PATIENCE_PERIODS) <= now; startsAt += ms) take(missingMinute(release, startsAt), startsAt, undefined);

  const verdict = verdictOf(state, settings);
  return { verdict, changes: { judge: state, ...(lastPeriodAt === undefined ? {} : { lastPeriodAt }), periods: kept.slice(-MOST_PERIODS_KEPT), verdict } };
};

const evidenceByName = ({ evidence }: Verdict): Record<string, number> => Object.fromEntries(evidence.map(({ question, metric, logEvidence }) => [`${question}:${metric}`, logEvidence]));

const act = async ({ actions }: WatchDependencies, improvement: Improvement, release: Release, verdict: Verdict): Promise<void> => {
  switch (verdict.kind) {
    case 'promote':
      await actions.promote(improvement.id, { unproven: false });
      return;
    case 'roll-back':
      await actions.rollBack(improvement.id, { state: 'rolled-back', reason: verdict.sentence });
      return;
    case 'inconclusive':
      // An owner's deployment stays, marked unproven: reverting half of the healthy ones would teach people to go round the gate.
      if (improvement.origin === 'deployment') await actions.promote(improvement.id, { unproven: true });
      else await actions.rollBack(improvement.id, { state: 'inconclusive', reason: verdict.sentence });
      return;
    case 'keep-watching':
      if (verdict.weight > release.weight) await actions.ramp(improvement.id, verdict.weight);
  }
};

const announce = async ({ bus, clock }: WatchDependencies, improvement: Improvement, release: Release, verdict: Verdict): Promise<void> => {
  const last = release.periods.at(-1);
  await bus.publish({
    type: 'release.judged',
    at: clock.now(),
    detail: {
      improvementId: improvement.id, targetId: release.targetId, title: improvement.title, weight: release.weight,
      elapsedSeconds: verdict.elapsedMinutes * release.periodSeconds, verdict: verdict.kind, reason: verdict.reason, sentence: verdict.sentence,
      last: last ?? null, evidence: verdict.evidence,
    },
  });
};
