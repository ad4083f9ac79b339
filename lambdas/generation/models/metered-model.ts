import type { PoolModel } from '../../../shared/config/models.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import { ModelError, type Model, type ModelAnswer, type ModelUsage } from '../../../shared/ports/model.ts';
import type { Amount, Budgets, Quota, Reserved, Window } from '../../../shared/store/budgets.ts';
import { costOfUsage } from './call-cost.ts';

/** A call that was not made, because it could have cost more than is left. */
export class NotReserved extends Error {
  override name = 'NotReserved';
  readonly refusal: Extract<Reserved, { ok: false }>;

  constructor(refusal: Extract<Reserved, { ok: false }>) {
    super(`A call was not made: ${refusal.reason}.`);
    this.refusal = refusal;
  }
}

export type Meter = {
  readonly budgets: Budgets;
  readonly clock: Clock;
  readonly of: PoolModel;
  readonly worst: Amount;
  readonly windows: readonly Window[];
  readonly quotas: readonly Quota[];
  /** The name of the next attempt. */
  readonly nextCallId: () => string;
  /** What is kept with an answer, for whoever asks the same again after this process died. */
  readonly keep: (answer: ModelAnswer) => string | undefined;
};

/** A model each of whose attempts is reserved before and settled after it. Throws `NotReserved` instead of making a call that may not be made. */
export const meteredModel = (model: Model, { budgets, clock, of, worst, windows, quotas, nextCallId, keep }: Meter): Model => {
  /** A name that is taken is another process's, which asks the same at this moment and pays for itself. */
  const reserve = async (): Promise<string> => {
    for (;;) {
      const callId = nextCallId();
      const reserved = await budgets.reserve({ callId, worst, windows, quotas, at: clock.now() });
      if (!reserved.ok) throw new NotReserved(reserved);
      if (reserved.isNew) return callId;
    }
  };
  const settle = async (callId: string, used: Amount | undefined, answer?: string): Promise<void> => {
    try {
      await budgets.settle(callId, used, clock.now(), answer);
    } catch {
      // An answer that was paid for is not thrown away because the store did not take its account: the call stays counted as the most it can have cost.
    }
  };
  return {
    id: model.id,
    converse: async (request) => {
      const callId = await reserve();
      const amountOf = (usage: ModelUsage | undefined): Amount | undefined => usage && costOfUsage(usage, of.price);
      try {
        const answer = await model.converse(request);
        await settle(callId, amountOf(answer.usage), keep(answer));
        return answer;
      } catch (error) {
        if (error instanceof ModelError) await settle(callId, amountOf(error.usage) ?? (TURNED_AWAY.has(error.code) ? NOTHING : undefined));
        throw error;
      }
    },
  };
};

const NOTHING: Amount = { tokens: 0, microUsd: 0 };

/** Nobody is charged for these. After a time-out or an outage nobody knows: the answer may have been under way. */
const TURNED_AWAY: ReadonlySet<ModelError['code']> = new Set<ModelError['code']>(['throttled', 'denied', 'refused', 'too-long']);
