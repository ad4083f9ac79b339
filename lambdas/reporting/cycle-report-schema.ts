import * as z from 'zod';
import { Estimate } from '../../shared/domain/outcome.ts';

const Interval = z.object({ low: z.number(), high: z.number() });

/** `throughput` is requests a minute, scaled to all of the traffic. Null where nothing was measured. */
const VersionMetrics = z.object({
  latency_p50: z.number().nullable(),
  latency_p95: z.number().nullable(),
  latency_p99: z.number().nullable(),
  error_rate: z.number(),
  throughput: z.number().nullable(),
  requests: z.number().int(),
});

/** `telemetry_cost_usd`: of a cycle, at list prices, where telemetry is billed. */
const CostReport = z.object({ llm_tokens: z.number().int(), llm_cost_usd: z.number(), cloudwatch_api_calls: z.number().int(), telemetry_cost_usd: z.number().optional() });

export const ImprovementStatus = z.enum([
  'completed', 'rolled_back', 'inconclusive', 'rejected', 'abstained', 'failed', 'superseded', 'reverted',
  'queued', 'awaiting_approval', 'in_progress',
]);
export type ImprovementStatus = z.infer<typeof ImprovementStatus>;

/** One improvement as the requirements want it assessed; `metrics` is null when it never served a request. */
export const ImprovementReport = z.object({
  improvement_id: z.string(),
  target_id: z.string(),
  title: z.string(),
  origin: z.enum(['opportunity', 'proposal', 'deployment']),
  author: z.string(),
  status: ImprovementStatus,
  reason: z.string().nullable(),
  impact_score: z.number(),
  /** The impact score scaled by what was measured over what was expected. */
  measured_impact: Estimate.nullable(),
  metrics: z
    .object({
      control: z.enum(['concurrent', 'before-after']),
      baseline: VersionMetrics,
      final: VersionMetrics,
      improvement: z.object({
        latency_reduction_ms: z.number().nullable(),
        latency_reduction_pct: z.number().nullable(),
        error_rate_change: z.number(),
        throughput_change: z.number(),
        /** 95 % intervals of the estimates beside them. */
        intervals: z.object({
          latency_reduction_ms: Interval.nullable(),
          latency_reduction_pct: Interval.nullable(),
          error_rate_change: Interval,
        }),
      }),
      degradation_percentage: z.number(),
    })
    .nullable(),
  execution_time_seconds: z.number(),
  cost: CostReport,
});
export type ImprovementReport = z.infer<typeof ImprovementReport>;

export const PhaseTime = z.object({
  phase: z.string(),
  improvement_id: z.string().nullable(),
  seconds: z.number().nonnegative(),
  budget_seconds: z.number().nullable(),
  within_budget: z.boolean().nullable(),
});
export type PhaseTime = z.infer<typeof PhaseTime>;

/** By stated confidence: how sure claims were, how sure they would be called now, and the share that came true. */
const ConfidenceRows = z.array(z.object({ from: z.number(), to: z.number(), outcomes: z.number().int(), claimed: z.number(), calibrated: z.number(), came_true: z.number() }));
const BrierScore = z.object({ claimed: z.number(), calibrated: z.number() });

/** How far the detectors' claims on these targets can be trusted, over all lessons so far. */
const Calibration = z.object({
  confidence: ConfidenceRows,
  brier_score: BrierScore.nullable(),
  /** Of the claimed gain, the share that is expected now, give or take one standard deviation. */
  gains: z.array(z.object({ target_id: z.string(), kind: z.string(), outcomes: z.number().int(), realised_share: z.number(), deviation: z.number() })),
  /** The same of those who write remedies, by kind: what they said of their own, and whether it came to stay (what was rejected did not). */
  authors: z.array(z.object({ author: z.enum(['recipe', 'model']), confidence: ConfidenceRows, brier_score: BrierScore })).optional(),
});

/** A threshold that only ever raised noise, for a person to change. */
const ThresholdProposal = z.object({
  target_id: z.string(),
  kind: z.string(),
  threshold: z.string(),
  from: z.number(),
  to: z.number(),
  outcomes: z.number().int(),
  spared: z.number().int(),
  improvement_ids: z.array(z.string()),
});

/** The report of a cycle. The names of the requirements are kept as they are; what else there is stands beside them. */
export const CycleReport = z.object({
  cycle_id: z.string(),
  target_ids: z.array(z.string()),
  trigger: z.string(),
  state: z.enum(['running', 'completed', 'failed']),
  failure: z.string().nullable(),
  /** Targets whose aliases more than 5 % of the invocations pass by. */
  not_protected: z.array(z.object({ target_id: z.string(), reason: z.string() })).optional(),
  start_time: z.iso.datetime(),
  end_time: z.iso.datetime(),
  duration_seconds: z.number().nonnegative(),
  /** Without watching and waiting for a person. */
  active_seconds: z.number().nonnegative(),
  telemetry_analyzed: z.object({ metrics: z.number().int(), logs: z.number().int(), events: z.number().int() }),
  opportunities_identified: z.number().int(),
  improvements_attempted: z.number().int(),
  /** Promoted, and not taken back since. */
  improvements_deployed: z.number().int(),
  /** Taken back: rolled back, or reverted after promotion. */
  improvements_rolled_back: z.number().int(),
  improvements_inconclusive: z.number().int(),
  improvements_pending: z.number().int(),
  /** Sum of the impact scores of what was deployed. */
  total_impact: z.number(),
  /** The same sum, scaled by what was measured; null when nothing deployed has been measured. */
  total_impact_measured: Estimate.nullable(),
  cost: CostReport,
  phases: z.array(PhaseTime),
  lessons: z.array(z.object({ improvement_id: z.string(), claimed_gain: z.number().nullable(), measured_gain: z.number().nullable(), text: z.string() })),
  improvements: z.array(ImprovementReport),
  calibration: Calibration.optional(),
  threshold_proposals: z.array(ThresholdProposal).optional(),
});
export type CycleReport = z.infer<typeof CycleReport>;
