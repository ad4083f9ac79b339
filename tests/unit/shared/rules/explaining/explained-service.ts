import type { Explanation } from '../../../../../shared/domain/explanation.ts';
import type { Opportunity } from '../../../../../shared/domain/opportunity.ts';
import type { Period } from '../../../../../shared/domain/period.ts';
import { bucketFor } from '../../../../../shared/domain/histogram.ts';
import type { TargetState } from '../../../../../shared/domain/target-state.ts';
import { explainOpportunities } from '../../../../../shared/commands/explain-opportunities.ts';
import { findOpportunities } from '../../../../../shared/rules/scoring/find-opportunities.ts';
import { NOON, ORDERS } from '../../../../support/observed-service.ts';

const MINUTE_MS = 60_000;

/** A minute of version `version`: `requests` that all took `ms`, `failures` of them failed. */
export const minuteOf = (index: number, ms: number, over: { version?: string; requests?: number; failures?: number } = {}): Period => {
  const { version = '1', requests = 100, failures = 0 } = over;
  return {
    targetId: 'orders', startsAt: NOON + index * MINUTE_MS, seconds: 60,
    versions: { [version]: { requests, failures, timeouts: 0, coldStarts: 0, durations: requests === 0 ? {} : { [bucketFor(ms).key]: requests }, environments: {} } },
  };
};

/** An opportunity of one kind of evidence; everything else is ordinary. */
export const opportunityWith = (evidence: Opportunity['evidence'], over: Partial<Opportunity> = {}): Opportunity => ({
  id: 'opp-1', targetId: 'orders', kind: 'latency-degradation', key: 'latency-degradation::p95', title: 'p95 is 50 % above its baseline', severity: 'high', confidence: 0.9, risk: 'medium',
  gainPercent: 30, affectedUsersPerHour: 1000, occurrencesPerDay: 24, systemWide: false, impactScore: 8640, priority: 'critical', firstSeenAt: NOON, lastSeenAt: NOON, evidence, ...over,
});

/** What is found in a state, explained from it and these periods. */
export const explainedIn = async (state: TargetState, periods: readonly Period[] = [], files: ReadonlyMap<string, string> = new Map()): Promise<{ opportunities: Opportunity[]; explanations: Explanation[] }> => {
  const { open } = findOpportunities({ target: ORDERS, state, lessons: [], known: [], busyKeys: [] }, { windowHours: 24, now: state.completeUntil, idOf: (key) => `opp-${key}` });
  return { opportunities: open, explanations: await explainStored(state, open, periods, files) };
};

export const explainStored = (state: TargetState, opportunities: readonly Opportunity[], periods: readonly Period[], files: ReadonlyMap<string, string> = new Map()): Promise<Explanation[]> =>
  explainOpportunities(
    { target: ORDERS, state, opportunities, lessons: [], files, windowHours: 24, at: state.completeUntil },
    { periods: { between: async (_, from, until) => periods.filter(({ startsAt }) => startsAt >= from && startsAt < until) } },
  );
