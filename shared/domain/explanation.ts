import * as z from 'zod';
import { CodeSite } from './code-site.ts';
import { Instant } from './instant.ts';
import { OpportunityKind, Priority, Risk, Severity } from './opportunity.ts';

/** What the numbers of a series are, and so how they are written. */
export const SeriesUnit = z.enum(['ms', 'share', 'per-minute', 'per-hour', 'count']);
export type SeriesUnit = z.infer<typeof SeriesUnit>;

const Measured = z.number().nullable();

/** One moment: seconds after the series' `from`, what was measured, what was expected, and the band around it. `null`: not known. */
export const SeriesPoint = z.tuple([z.number(), Measured, Measured, Measured, Measured]);
export type SeriesPoint = z.infer<typeof SeriesPoint>;

export const MOST_POINTS = 120;

/** How one measure went over time, with the band in which it was expected. */
export const ExplainedSeries = z.object({
  /** As a label: `p95 latency`. */
  measure: z.string().max(80),
  unit: SeriesUnit,
  from: Instant,
  to: Instant,
  /** What one point stands for. */
  stepSeconds: z.number().positive(),
  points: z.array(SeriesPoint).max(MOST_POINTS),
  /** The size that matters, in the unit of the series; `bad` says on which side of it lies harm. */
  threshold: z.number().optional(),
  bad: z.enum(['above', 'below']),
  /** When it began, by the evidence; may lie before the series. */
  since: Instant.optional(),
  /** First point outside the band on the bad side from then on. */
  crossedAt: Instant.optional(),
  /** Versions that came into view. */
  marks: z.array(z.object({ at: Instant, what: z.string().max(60) })).max(6),
});
export type ExplainedSeries = z.infer<typeof ExplainedSeries>;

/** Calls of one shape in the request that is typical of those concerned; means, so that they can be laid end to end. */
export const ExplainedCall = z.object({
  shape: z.string().max(160),
  method: z.string().max(20),
  from: z.string().max(160).optional(),
  /** How often in one request. */
  times: z.number().positive(),
  /** Since the request began; absent where its place in the order is not known. */
  startMs: z.number().nonnegative().optional(),
  /** How long one or more of them were waited for. */
  ms: z.number().nonnegative(),
  /** `alone`: one call. `in-turn`: several, one after the other. `together`: overlapping each other, or other calls. */
  how: z.enum(['alone', 'in-turn', 'together']),
  /** Whether the opportunity is about this call. */
  concerned: z.boolean(),
});
export type ExplainedCall = z.infer<typeof ExplainedCall>;

export const ExplainedCalls = z.object({
  /** Requests that this was seen in. */
  requests: z.number().int().nonnegative(),
  requestMs: z.number().nonnegative(),
  calls: z.array(ExplainedCall).max(10),
});
export type ExplainedCalls = z.infer<typeof ExplainedCalls>;

export const ExplainedSite = CodeSite.extend({
  path: z.string().max(200),
  functionName: z.string().max(120).optional(),
  /** A few lines of the source as it serves, the first of them numbered `from`. */
  source: z.object({ from: z.number().int().positive(), lines: z.array(z.string().max(160)).max(9) }).optional(),
});
export type ExplainedSite = z.infer<typeof ExplainedSite>;

/** Gain × users × occurrences / 100, and what it is weighted by. */
export const ExplainedScore = z.object({
  gainPercent: z.number(),
  affectedUsersPerHour: z.number(),
  occurrencesPerDay: z.number(),
  severity: Severity,
  severityWeight: z.number(),
  confidence: z.number(),
  confidenceWeight: z.number(),
  risk: Risk,
  riskWeight: z.number(),
  score: z.number(),
  priority: Priority,
  /** How sure the gain is, and what earlier remedies of this kind on this target came to, in sentences. */
  experience: z.string().max(300).optional(),
});
export type ExplainedScore = z.infer<typeof ExplainedScore>;

/** Label and value, in words that a person can check. */
export const ExplainedFact = z.tuple([z.string().max(80), z.string().max(600)]);

/** Why an opportunity is believed, on one page: at most 12 KB of JSON, whatever the telemetry held. Texts in it are data, never markup. */
export const Explanation = z.object({
  version: z.literal(1),
  opportunityId: z.string(),
  /** Set on what was true when this improvement took the opportunity up. */
  improvementId: z.string().optional(),
  targetId: z.string(),
  tenantId: z.string().optional(),
  key: z.string().max(400),
  kind: OpportunityKind,
  title: z.string().max(300),
  /** What was seen, in one sentence. */
  headline: z.string().max(400),
  analysedAt: Instant,
  series: ExplainedSeries.optional(),
  facts: z.array(ExplainedFact).max(16),
  samples: z.array(z.object({ at: Instant.optional(), text: z.string().max(300) })).max(5),
  calls: ExplainedCalls.optional(),
  sites: z.array(ExplainedSite).max(3),
  score: ExplainedScore,
  /** Why it is believed, and what would change the mind. */
  believes: z.array(z.string().max(300)).max(4),
  /** What happens next, and who decides. */
  next: z.string().max(400),
});
export type Explanation = z.infer<typeof Explanation>;
