import { createTwoFilesPatch } from 'diff';
import { ImprovementDetail } from '../../shared/domain/views/improvement-detail.ts';
import { LedgerView } from '../../shared/domain/views/ledger-view.ts';
import type { ReleaseView } from '../../shared/domain/views/release-view.ts';
import { TargetDetail, TargetView } from '../../shared/domain/views/target-view.ts';
import type { Release } from '../../shared/domain/release.ts';
import { releaseView } from '../../shared/rules/views/release-view.ts';
import { explained } from './explained-opportunity.ts';
import { N_PLUS_ONE, reportFacts } from './report-facts.ts';
import { seeded, simulateRelease, T0 } from './simulated-release.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const estimate = (value: number, low: number, high: number): { value: number; low: number; high: number } => ({ value, low, high });

/** The view of a release as it stands after so many judged periods. */
const releaseViewAfter = (release: Release, sentence: string, count = release.periods.length): ReleaseView => {
  const periods = release.periods.slice(0, count);
  const end = (periods.at(-1)?.startsAt ?? 0) + 1000 * release.periodSeconds;
  const { weight } = periods.at(-1) ?? release;
  return { ...releaseView({ ...release, periods, weight, moments: release.moments.filter(({ at }) => at <= end), branch: 'pawl/imp-1', commit: '9c21b4fe02aa77d1', exposedAt: periods[0]?.startsAt ?? 0 }), verdict: sentence };
};

const hashOf = (index: number): string => (0x1000_0000 + index * 0x1234_567).toString(16).repeat(8).slice(0, 64);

const VERDICTS = {
  watching: 'Keeps watching: no harm is visible, and of the claimed gain not enough is shown yet.',
  promoted: 'Promoted: p95 is at least 25 % lower, and neither failures nor latency are worse.',
  'rolled-back': 'Rolled back: the candidate is slower than tolerated; the evidence reached 200.',
} as const;

/** The story of one improvement as it stands after so many judged seconds; `undefined`: promoted. Judged by the real judge on simulated load. */
export const improvementDetail = ({ id = 'imp-1', seconds, state }: { readonly id?: string; readonly seconds?: number; readonly state?: 'awaiting-approval' | 'rolled-back' } = {}): ImprovementDetail => {
  const { facts } = reportFacts();
  const [kept] = facts.improvements;
  if (kept?.remedy?.kind !== 'patch' || !kept.report) throw new Error('the first improvement of the report has a patch that was checked');
  const isBad = state === 'rolled-back';
  const { release } = simulateRelease({
    improvementId: id, stable: { medianMs: 112, failureRate: 0.003 }, candidate: { medianMs: isBad ? 210 : 72, failureRate: isBad ? 0.03 : 0.003 }, claim: { on: 'latency', gain: 0.5 }, startsAt: T0 + 20_000, versions: ['3', '4'], requestsPerSecond: 120,
  });
  const now = isBad ? 'rolled-back' : seconds === undefined ? state ?? 'promoted' : 'watching';
  const isWaiting = now === 'awaiting-approval';
  const history = kept.history.filter(({ state: each }) => (isWaiting ? ['queued', 'generating', 'validating'] : now === 'promoted' ? [each] : ['queued', 'generating', 'validating', 'releasing', 'watching']).includes(each));
  const last = { state: now, at: T0 + 50_000, by: isBad ? 'judge' : 'pawl' } as const;
  return ImprovementDetail.parse({
    improvement: { id, targetId: 'orders', cycleId: 'cyc-1', origin: 'opportunity', proposedBy: 'pawl', title: kept.title, state: now, stateSince: T0 + 50_000, createdAt: kept.createdAt, systemWide: false, author: 'recipe:batch-calls', risk: 'low', ...(isBad ? { reason: 'p95 is 47 % worse than the stable version’s, and ten times as many requests fail.' } : {}) },
    history: now === 'promoted' || now === 'watching' ? history : [...history, last],
    explanation: explained(N_PLUS_ONE, T0),
    diff: kept.remedy.files.map(({ path, before, after }) => createTwoFilesPatch(before === null ? '/dev/null' : `a/${path}`, after === null ? '/dev/null' : `b/${path}`, before ?? '', after ?? '')).join(''),
    remedyReason: kept.remedy.reason,
    confidence: 0.9,
    report: kept.report,
    ...(isWaiting ? { awaits: { digest: kept.report.digest, may: true, needed: 'On orders a person approves what recipes write.', since: T0 + 18_000, approvers: [] } } : { approval: { by: 'ada', at: T0 + 19_000, digest: kept.report.digest, systemWide: false, reason: 'One call instead of six, and the tests say so.' }, release: releaseViewAfter(release, VERDICTS[now === 'rolled-back' || now === 'watching' ? now : 'promoted'], seconds) }),
    ...(now === 'promoted' && kept.outcome ? { outcome: kept.outcome } : {}),
    cost: isBad ? { microUsd: 41_200, tokens: 18_211, calls: [{ purpose: 'write a patch', model: 'large', tokens: 16_000, microUsd: 39_000 }, { purpose: 'title', model: 'small', tokens: 2211, microUsd: 2200 }] } : { microUsd: 0, tokens: 0, calls: [] },
    audit: isWaiting ? [] : [
      { targetId: 'orders', sequence: 11, at: T0 + 19_000, who: 'ada', what: 'approve', improvementId: id, reason: 'One call instead of six, and the tests say so.', previousHash: hashOf(10), hash: hashOf(11) },
      { targetId: 'orders', sequence: 12, at: T0 + 20_000, who: 'pawl', what: 'canary-released', improvementId: id, previousVersion: '3', newVersion: '4', previousHash: hashOf(11), hash: hashOf(12) },
      ...(isBad ? [{ targetId: 'orders', sequence: 13, at: T0 + 50_000, who: 'judge', what: 'rolled-back', improvementId: id, previousVersion: '4', newVersion: '3', reason: 'performance_degradation', degradationPercentage: 47.2, evidence: 'E of slower than tolerated 214 of 200', previousHash: hashOf(12), hash: hashOf(13) }] : []),
    ],
  });
};

/** A target, by its number. */
export const targetView = (index: number, now: number): TargetView => TargetView.parse({
  id: index === 0 ? 'orders' : `service-${String(index).padStart(4, '0')}`, functionName: index === 0 ? 'shop-orders' : `shop-service-${index}`, alias: 'live', shared: index % 5 === 4, autonomy: { recipe: 'autonomous', model: 'approve', person: 'approve' },
  routing: index === 0 ? { version: '3', additional: { version: '4', weight: 0.1 } } : { version: String(1 + (index % 9)) },
  ...(index === 0 ? { watching: { improvementId: 'imp-1', weight: 0.1, exposedAt: now - 20 * MINUTE }, lastPromotedCommit: '9c21b4fe02aa77d1', usdADay: 1.84 } : {}),
  ...(index % 7 === 2 ? { pausedBy: 'ada' } : {}), ...(index % 11 === 5 ? { notProtected: '12 % of the invocations bypass the alias.' } : {}),
  ...(index % 13 === 6 ? {} : { health: { until: now - 2 * MINUTE, requestsPerMinute: 600 + 37 * (index % 17), failureRate: 0.0004 * (index % 6), p50Ms: 40 + (index % 30), p95Ms: 160 + 9 * (index % 20) } }),
  opportunities: index % 4,
});

/** A target with so many minutes of telemetry: a day's rhythm, a slow release, an hour's hole, and a burst of failures. */
export const targetDetail = ({ minutes, now, index = 0 }: { readonly minutes: number; readonly now: number; readonly index?: number }): TargetDetail => {
  const random = seeded(minutes + index);
  const from = now - minutes * MINUTE;
  const slowFrom = minutes * 0.7;
  const points = Array.from({ length: minutes }, (_, minute): TargetDetail['series']['points'][number] => {
    const daily = 1 + 0.4 * Math.sin((2 * Math.PI * minute) / 1440);
    const requests = Math.round(600 * daily * (0.9 + 0.2 * random()));
    const p50 = 46 * (0.95 + 0.1 * random()) * (minute > slowFrom ? 1.3 : 1);
    const burst = minute > minutes * 0.4 && minute < minutes * 0.4 + 25;
    return [minute * 60, requests, Math.round(requests * (burst ? 0.03 * random() : 0.0008 * 2 * random())), p50, p50 * (2.4 + 0.8 * random() ** 6)];
  }).filter(([second]) => minutes < 600 || second < minutes * 6 || second > minutes * 6 + 3600);
  return TargetDetail.parse({
    target: targetView(index, now),
    series: { from, stepSeconds: 60, points },
    moments: [{ at: from + minutes * 0.3 * MINUTE, what: 'version 3 promoted', improvementId: 'imp-0' }, { at: from + slowFrom * MINUTE, what: 'version 4 exposed', improvementId: 'imp-1' }],
    opportunities: [{ id: 'opp-1', targetId: 'orders', kind: 'n-plus-one', title: N_PLUS_ONE.title, severity: 'high', priority: 'critical', impactScore: 58_464, confidence: 0.97, risk: 'low', gainPercent: 58, systemWide: false, firstSeenAt: now - 3 * HOUR, lastSeenAt: now - MINUTE, improvementId: 'imp-1' }],
  });
};

/** A ledger of thirty days, or one in which nothing stands. */
export const ledgerView = ({ now, empty = false }: { readonly now: number; readonly empty?: boolean }): LedgerView => {
  const nothing = estimate(0, 0, 0);
  const day = (back: number): string => new Date(now - back * 24 * HOUR).toISOString().slice(0, 10);
  const window = { from: now - 30 * 24 * HOUR, until: now };
  if (empty) return LedgerView.parse({ ...window, spent: { microUsd: 0, tokens: 0, byTarget: [], days: [] }, gained: [], prevented: [], totals: { secondsSaved: nothing, failuresSpared: nothing, failuresPrevented: nothing, secondsPrevented: nothing } });
  const days = Array.from({ length: 28 }, (_, back) => ({ day: day(27 - back), microUsd: Math.round(40_000 + 220_000 * Math.abs(Math.sin(back * 1.7))) })).filter((_, index) => index % 5 !== 3);
  const microUsd = days.reduce((sum, each) => sum + each.microUsd, 0);
  return LedgerView.parse({
    ...window,
    spent: { microUsd, tokens: 1_801_234, byTarget: [{ targetId: 'orders', microUsd: microUsd - 1_000_000 }, { targetId: 'checkout', microUsd: 1_000_000 }], days },
    gained: [
      { improvementId: 'imp-1', targetId: 'orders', title: 'Fetch the products of an order in one call', at: now - 5 * HOUR, latencyReductionPercent: estimate(36.2, 31.5, 40.4), failureRateChange: estimate(-0.0002, -0.0011, 0.0007), requestsSince: 182_400, secondsSaved: estimate(6840, 6010, 7690), failuresSpared: estimate(36, -127, 200) },
      { improvementId: 'imp-7', targetId: 'checkout', title: 'Ask the carrier and the warehouse at the same time', at: now - 3 * 24 * HOUR, latencyReductionPercent: estimate(12.1, -1.4, 24.8), failureRateChange: estimate(-0.004, -0.0061, -0.0019), requestsSince: 1_240_000, secondsSaved: estimate(9100, -1200, 19_400), failuresSpared: estimate(4960, 2356, 7564) },
      { improvementId: 'imp-9', targetId: 'receipts', title: 'Answer without the city where there is none', at: now - 11 * 24 * HOUR, failureRateChange: estimate(-0.021, -0.026, -0.017), requestsSince: 88_000, failuresSpared: estimate(1848, 1496, 2288) },
    ],
    prevented: [{ improvementId: 'imp-2', targetId: 'orders', title: 'Recompute the totals of every order for the audit', origin: 'proposal', at: now - 9 * HOUR, why: 'p95 was 47 % worse than that of the stable version.', degradationPercent: 47.2, failuresPrevented: estimate(1120, 860, 1410), secondsPrevented: estimate(3400, 2900, 3900) }],
    totals: { secondsSaved: estimate(15_940, 4810, 27_090), failuresSpared: estimate(6844, 3725, 10_052), failuresPrevented: estimate(1120, 860, 1410), secondsPrevented: estimate(3400, 2900, 3900) },
  });
};
