import { sentenceOf } from '../domain/error-code.ts';
import { STOPPED_FOR_ALL } from '../domain/stopped-for-all.ts';
import type { Improvement } from '../domain/improvement.ts';
import type { AskRollback } from './action-request.ts';
import type { ReleaseDependencies } from './dependencies.ts';

export type TakenBack = {
  readonly takenBack: readonly string[];
  /** Somebody is just finishing these (a commit that is being merged, a way back that was begun): whole soon, and nobody's canary. */
  readonly beingFinished: readonly string[];
  /** The next beat tries these again. */
  readonly problems: readonly { readonly improvementId: string; readonly problem: string }[];
};

const AT_ONCE = 8;

/** Why everything is stopped, as it is written down with one of the things that went back: what somebody said of all may speak of another tenant. */
export const stoppedFor = ({ tenantId }: Pick<Improvement, 'tenantId'>, reason: string): string => (tenantId === undefined ? reason : STOPPED_FOR_ALL.reason);

/**
 * Takes back whatever is exposed, a few at a time: asked of whoever may touch an alias, so claimed and fenced like any other way back. What is being
 * merged already is finished by whoever merges it, and is no canary any more then.
 */
export const takeEverythingBack = async (
  { releases, improvements, rollback }: Pick<ReleaseDependencies, 'releases' | 'improvements'> & { readonly rollback: AskRollback },
  { reason, by, each = async () => {} }: { readonly reason: string; readonly by: string; /** Called with each that was taken back. */ readonly each?: (improvementId: string) => Promise<unknown> },
): Promise<TakenBack> => {
  const takenBack: string[] = [];
  const beingFinished: string[] = [];
  const problems: { improvementId: string; problem: string }[] = [];
  const takeBack = async (improvementId: string): Promise<void> => {
    const improvement = await improvements.find(improvementId);
    if (improvement === undefined) return;
    const { done } = await rollback({ action: 'take-back', improvementId, ending: { state: 'superseded', reason: stoppedFor(improvement, reason) }, by });
    (done ? takenBack : beingFinished).push(improvementId);
    if (done) await each(improvementId);
  };
  const queue = (await releases.active()).values();
  const work = async (): Promise<void> => {
    for (const improvementId of queue) {
      await takeBack(improvementId).catch((error: unknown) => problems.push({ improvementId, problem: sentenceOf(error) }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { takenBack, beingFinished, problems };
};
