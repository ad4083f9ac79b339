import * as z from 'zod';
import { Cause } from './cause.ts';
import { ValidationReport } from './check.ts';
import { Instant } from './instant.ts';
import { Opportunity } from './opportunity.ts';
import { Outcome } from './outcome.ts';
import { Remedy } from './remedy.ts';

export const ImprovementState = z.enum([
  'queued', 'generating', 'validating', 'awaiting-approval', 'releasing', 'watching', 'promoting', 'promoted',
  'rolling-back', 'rolled-back', 'inconclusive', 'superseded', 'reverting', 'reverted', 'abstained', 'rejected', 'failed',
]);
export type ImprovementState = z.infer<typeof ImprovementState>;

/** From which states each state may be entered. Every transition is one conditional write on these. */
export const LEGAL_FROM = {
  queued: [],
  /** Again from itself, after a crash in the middle of it. */
  generating: ['queued', 'generating', 'validating'],
  /** Back from `awaiting-approval` when the code that serves has changed since the yes. */
  validating: ['queued', 'generating', 'awaiting-approval'],
  'awaiting-approval': ['validating'],
  releasing: ['queued', 'validating', 'awaiting-approval'],
  watching: ['releasing'],
  promoting: ['watching'],
  promoted: ['promoting'],
  'rolling-back': ['releasing', 'watching', 'promoting'],
  'rolled-back': ['rolling-back'],
  inconclusive: ['rolling-back'],
  superseded: ['queued', 'generating', 'validating', 'awaiting-approval', 'rolling-back'],
  /** From `promoting` only when its commit is merged and the traffic cannot follow. */
  reverting: ['promoted', 'promoting'],
  reverted: ['reverting'],
  abstained: ['queued', 'generating'],
  rejected: ['queued', 'validating', 'awaiting-approval'],
  failed: ['queued', 'generating', 'validating', 'awaiting-approval', 'rolling-back'],
} as const satisfies Record<ImprovementState, readonly ImprovementState[]>;

/** The states in which somebody has announced effects and is carrying them out. */
export const INTENTS = ['releasing', 'promoting', 'rolling-back', 'reverting'] as const satisfies readonly ImprovementState[];

/** The states in which a candidate may be serving traffic beside the stable version. */
export const EXPOSED: readonly ImprovementState[] = ['releasing', 'watching', 'promoting', 'rolling-back'];

/** The states that end an improvement. `promoted` may still be reverted. */
export const SETTLED: readonly ImprovementState[] = ['promoted', 'rolled-back', 'inconclusive', 'superseded', 'reverted', 'abstained', 'rejected', 'failed'];

/** Who ends a question that nobody answered, in the history. */
export const EXPIRY = 'expiry';

export const Approval = z.object({ by: z.string(), at: Instant, digest: z.string(), systemWide: z.boolean(), reason: z.string().optional() });
export type Approval = z.infer<typeof Approval>;

/** An opportunity that is being worked on, a proposed patch, or an owner's deployment: the one entity with a life cycle. */
export const Improvement = z.object({
  id: z.string(),
  targetId: z.string(),
  tenantId: z.string().optional(),
  cycleId: z.string().optional(),
  origin: z.enum(['opportunity', 'proposal', 'deployment']),
  proposedBy: z.string(),
  title: z.string(),
  state: ImprovementState,
  /** When the present state was entered; for an intent, when it was claimed or last taken over. */
  stateSince: Instant,
  createdAt: Instant,
  opportunity: Opportunity.optional(),
  remedy: Remedy.optional(),
  /** The commit an owner's deployment was built from. */
  ref: z.string().optional(),
  /** Why an owner wanted no canary. */
  skipCanary: z.string().optional(),
  report: ValidationReport.optional(),
  attempts: z.number().int().nonnegative(),
  /** Key of the built package in the blob store. */
  packageKey: z.string().optional(),
  /** The patch changes settings of the function and nothing else: no canary of the same code can judge it. */
  configurationOnly: z.boolean().optional(),
  /** The yes that let it out: the last of those that were needed. */
  approval: Approval.optional(),
  /** Every yes that was said, also when one was not enough. */
  yeses: z.array(Approval).optional(),
  /** Who asked for a yes, the last time of each. */
  asks: z.array(z.object({ by: z.string(), at: Instant, reason: z.string().optional() })).optional(),
  systemWide: z.boolean(),
  /** Where rolling-back is to end, and why. */
  ending: z.object({ state: z.enum(['rolled-back', 'inconclusive', 'superseded', 'failed']), reason: z.string(), by: z.string() }).optional(),
  /** Why it abstained, was rejected, failed, or was reverted. */
  reason: z.string().optional(),
  /** It ended for want of something else than a remedy (a model's budget, a provider's answer): from then on it is worth another try. */
  retryAt: Instant.optional(),
  /** What would have to be there for another try to end otherwise. */
  lacked: z.literal('model').optional(),
  /** Why going back from it would do harm (a migration, a format that the old code cannot read): an alarm does not take it back. */
  irreversible: z.string().optional(),
  /** Found in an emergency cycle: it takes its turn before others. */
  emergency: z.boolean().optional(),
  /** An owner's deployment that stayed without proof. */
  unproven: z.boolean().optional(),
  outcome: Outcome.optional(),
  /** Learned rules that the remedy was written with, those it does without to see whether they help, and those whose code is no longer there. */
  learned: z.object({ applied: z.array(z.string()), heldOut: z.array(z.string()), gone: z.array(z.string()) }).optional(),
  /** What the gate found of earlier answers to the same. */
  stumbles: z.array(Cause).optional(),
  /** Milliseconds spent in each phase, for the report's budgets. */
  phaseMs: z.record(z.string(), z.number()),
  history: z.array(z.object({ state: ImprovementState, at: Instant, by: z.string() })),
});
export type Improvement = z.infer<typeof Improvement>;
