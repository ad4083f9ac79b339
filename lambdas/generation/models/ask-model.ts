import type { Instant } from '../../../shared/domain/instant.ts';
import type { Risk } from '../../../shared/domain/opportunity.ts';
import type { ModelAnswer, ModelMessage, ModelUsage } from '../../../shared/ports/model.ts';

/** What a call is for. The kind of work decides where it may go when its first choice is spent: see `CATEGORIES`. */
export type ModelTask = {
  readonly purpose: 'write' | 'repair' | 'audit';
  readonly complexity: 'low' | 'medium' | 'high';
  readonly risk: Risk;
  readonly improvementId: string;
  readonly targetId: string;
  readonly cycleId?: string | undefined;
  readonly tenantId?: string | undefined;
  /** Another provider than these: for a second opinion. */
  readonly notProviders?: readonly string[];
};

export type ModelQuestion = { readonly system: string; readonly messages: readonly ModelMessage[]; readonly maxTokens?: number };

export type Asked =
  | {
      readonly ok: true; readonly text: string; readonly stop: ModelAnswer['stop']; readonly model: string; readonly provider: string; readonly usage: ModelUsage; readonly microUsd: number; readonly attempts: number;
      /** Why it is not the first choice's answer. */
      readonly note?: string;
    }
  | {
      readonly ok: false;
      /** `no-model`: none is configured (for this). `budget`, `quota`: spent until `resumeAt`. `blocked`: only a lesser model would be left, and this work does not go there. `unavailable`: nobody answers. */
      readonly reason: 'no-model' | 'budget' | 'quota' | 'blocked' | 'unavailable';
      /** A sentence for people, with the next step. */
      readonly text: string;
      readonly resumeAt?: Instant;
    };

/** Asks the model that is right for a task, within budgets and quotas. Never throws for what a provider or a budget does. */
export type AskModel = (task: ModelTask, question: ModelQuestion) => Promise<Asked>;
