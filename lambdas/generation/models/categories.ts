import type { ModelTier } from '../../../shared/config/models.ts';
import type { Risk } from '../../../shared/domain/opportunity.ts';
import type { ModelTask } from './ask-model.ts';

/** The tiers from the least upwards. */
export const TIERS: readonly ModelTier[] = ['low', 'medium', 'high'];

/** What work of some complexity and risk needs: whatever could do harm goes to the best, however easy it looks. */
export const TIER_NEEDED = {
  low: { low: 'low', medium: 'medium', high: 'high' },
  medium: { low: 'medium', medium: 'medium', high: 'high' },
  high: { low: 'high', medium: 'high', high: 'high' },
} as const satisfies Record<ModelTask['complexity'], Record<Risk, ModelTier>>;

/** Where work may go, in order, when its first choice cannot take it. Within a step the pool's own order holds. */
export type FallbackStep = 'same' | 'higher' | 'one-lower' | 'any-lower';

export type Category = {
  readonly chain: readonly FallbackStep[];
  /**
   * High-risk work waits rather than go to a lesser model, and may use a quota up to its end. All other work leaves at `switchAt` of it, so that the
   * rest is there for work that has nowhere else to go.
   */
  readonly failFast: boolean;
};

const SAFE: Category = { chain: ['same', 'higher', 'any-lower'], failFast: false };
const CAREFUL: Category = { chain: ['same', 'higher', 'one-lower'], failFast: false };
const FAIL_FAST: Category = { chain: ['same', 'higher'], failFast: true };

/** Each kind of work by what it is for and what it risks. An audit is asked for where something is at stake, so that a lesser auditor is worth little. */
export const CATEGORIES = {
  write: { low: SAFE, medium: CAREFUL, high: FAIL_FAST },
  repair: { low: SAFE, medium: CAREFUL, high: FAIL_FAST },
  audit: { low: CAREFUL, medium: CAREFUL, high: FAIL_FAST },
} as const satisfies Record<ModelTask['purpose'], Record<Risk, Category>>;
