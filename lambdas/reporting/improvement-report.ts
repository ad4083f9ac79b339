import type { Improvement, ImprovementState } from '../../shared/domain/improvement.ts';
import { SETTLED } from '../../shared/domain/improvement.ts';
import type { Outcome } from '../../shared/domain/outcome.ts';
import type { Release } from '../../shared/domain/release.ts';
import type { Cost } from './cost.ts';
import type { ImprovementReport, ImprovementStatus } from './cycle-report-schema.ts';
import { measuredImpact } from './impact.ts';
import { authorOf } from './lesson.ts';
import { throughputPerMinute } from './throughput.ts';

const STATUS = {
  queued: 'queued',
  generating: 'in_progress',
  validating: 'in_progress',
  'awaiting-approval': 'awaiting_approval',
  releasing: 'in_progress',
  watching: 'in_progress',
  promoting: 'in_progress',
  promoted: 'completed',
  'rolling-back': 'in_progress',
  'rolled-back': 'rolled_back',
  inconclusive: 'inconclusive',
  superseded: 'superseded',
  reverting: 'in_progress',
  reverted: 'reverted',
  abstained: 'abstained',
  rejected: 'rejected',
  failed: 'failed',
} as const satisfies Record<ImprovementState, ImprovementStatus>;

const versionMetrics = (figures: Outcome['stable'], throughput: number | undefined): NonNullable<ImprovementReport['metrics']>['baseline'] => ({
  latency_p50: figures.latencyP50Ms ?? null,
  latency_p95: figures.latencyP95Ms ?? null,
  latency_p99: figures.latencyP99Ms ?? null,
  error_rate: figures.failureRate,
  throughput: throughput ?? null,
  requests: figures.requests,
});

const interval = (estimate: { low: number; high: number } | undefined): { low: number; high: number } | null =>
  estimate === undefined ? null : { low: estimate.low, high: estimate.high };

const metrics = (outcome: Outcome, release: Release | undefined): ImprovementReport['metrics'] => {
  const throughput = release === undefined ? undefined : throughputPerMinute(release);
  return {
    control: outcome.control,
    baseline: versionMetrics(outcome.stable, throughput?.stable),
    final: versionMetrics(outcome.candidate, throughput?.candidate),
    improvement: {
      latency_reduction_ms: outcome.latencyReductionMs?.value ?? null,
      latency_reduction_pct: outcome.latencyReductionPercent?.value ?? null,
      error_rate_change: outcome.errorRateChange.value,
      throughput_change: outcome.throughputChange,
      intervals: {
        latency_reduction_ms: interval(outcome.latencyReductionMs),
        latency_reduction_pct: interval(outcome.latencyReductionPercent),
        error_rate_change: { low: outcome.errorRateChange.low, high: outcome.errorRateChange.high },
      },
    },
    degradation_percentage: outcome.degradationPercent,
  };
};

export const costReport = ({ llmTokens, llmCostMicroUsd, cloudwatchApiCalls, telemetryMicroUsd }: Cost): ImprovementReport['cost'] => ({
  llm_tokens: llmTokens,
  llm_cost_usd: llmCostMicroUsd / 1e6,
  cloudwatch_api_calls: cloudwatchApiCalls,
  ...(telemetryMicroUsd === undefined ? {} : { telemetry_cost_usd: telemetryMicroUsd / 1e6 }),
});

/** One improvement's assessment. `until` ends the execution time of one that has not settled. */
export const improvementReport = (improvement: Improvement, { release, cost, until }: { release: Release | undefined; cost: Cost; until: number }): ImprovementReport => ({
  improvement_id: improvement.id,
  target_id: improvement.targetId,
  title: improvement.title,
  origin: improvement.origin,
  author: authorOf(improvement),
  status: STATUS[improvement.state],
  reason: improvement.ending?.reason ?? improvement.reason ?? null,
  impact_score: improvement.opportunity?.impactScore ?? 0,
  measured_impact: measuredImpact(improvement) ?? null,
  metrics: improvement.outcome === undefined ? null : metrics(improvement.outcome, release),
  execution_time_seconds: Math.max(0, (SETTLED.includes(improvement.state) ? improvement.stateSince : until) - improvement.createdAt) / 1000,
  cost: costReport(cost),
});
