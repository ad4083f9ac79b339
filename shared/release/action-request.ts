import * as z from 'zod';
import { takeBack, undo } from './actions.ts';
import type { ReleaseDependencies } from './dependencies.ts';
import { goBack } from './go-back.ts';
import { putBack } from './put-back.ts';
import { failRelease } from './roll-back.ts';

const by = z.string().min(1);
const improvementId = z.string().min(1);
const reason = z.string().min(1);

/**
 * What the rollback function is asked for, as JSON. Only four functions may touch an alias; everybody else (commands, alarm,
 * abandon, deployment) asks this one. `by`: who asks, for the audit.
 */
export const RollbackRequest = z.discriminatedUnion('action', [
  /** An exposed candidate goes back to the stable version. */
  z.object({ action: z.literal('take-back'), improvementId, ending: z.object({ state: z.enum(['rolled-back', 'inconclusive', 'superseded', 'failed']), reason }), by }),
  /** What was promoted is reverted: traffic, then the commit. */
  z.object({ action: z.literal('undo'), improvementId, reason, by }),
  /** A release that cannot be carried out ends as `failed`. */
  z.object({ action: z.literal('fail-release'), improvementId, reason, by }),
  /** Whatever has become of a release, it does not serve afterwards: taken back, reverted, or what somebody began is finished. */
  z.object({ action: z.literal('put-back'), improvementId, reason, by }),
  /** Somebody else's routing of a target's alias is undone, if it still is as it was seen. `cause` names the act: told twice, it is done once. */
  z.object({
    action: z.literal('go-back'), targetId: z.string().min(1), cause: z.string().min(1), reason, by,
    from: z.object({ version: z.string(), additional: z.string().optional() }), to: z.string().min(1),
  }),
]);
export type RollbackRequest = z.infer<typeof RollbackRequest>;

/** Whether it was done. `false`: somebody else was first, or nothing was there to do; the target is theirs to make whole. */
export const RollbackAnswer = z.object({ done: z.boolean(), sentence: z.string().optional() });
export type RollbackAnswer = z.infer<typeof RollbackAnswer>;

/** Whoever may touch an alias, for those who may not: on one machine `carryOut`, on AWS an invocation of the rollback function. */
export type AskRollback = (request: RollbackRequest) => Promise<RollbackAnswer>;

/** What the promote function is asked for. */
export const PromoteRequest = z.object({ improvementId, terms: z.object({ unproven: z.boolean() }), by });
export type PromoteRequest = z.infer<typeof PromoteRequest>;

/** What the release function is asked for by the tick; without `weight` it is the phase of the state machine. `weight` is a share, 0–1. */
export const RampRequest = z.object({ improvementId, weight: z.number().min(0).max(1), by });
export type RampRequest = z.infer<typeof RampRequest>;

/** Does what is asked, in the name of who asks. Idempotent: every action is claimed or fenced. */
export const carryOut = async (request: RollbackRequest, known: Omit<ReleaseDependencies, 'actor'>): Promise<RollbackAnswer> => {
  const dependencies: ReleaseDependencies = { ...known, actor: request.by };
  if (request.action === 'take-back') return { done: await takeBack(dependencies, request.improvementId, request.ending) };
  if (request.action === 'undo') return { done: await undo(dependencies, request.improvementId, request.reason) };
  if (request.action === 'put-back') return putBack(dependencies, request);
  if (request.action === 'go-back') return goBack(dependencies, request);
  await failRelease(dependencies, request.improvementId, request.reason);
  return { done: true };
};
