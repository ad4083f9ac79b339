import type { Cause } from './cause.ts';
import type { Instant } from './instant.ts';

/** Improvements that a rule was for, and in how many of them its cause came up again. */
export type Trials = { readonly improvements: number; readonly recurred: number };

/** Why a rule no longer holds: its holdout did no worse, nobody has met its cause for 90 days, or its code is gone. */
export type Withdrawal = { readonly why: 'holdout' | 'unseen' | 'code-gone'; readonly at: Instant };

/**
 * What the lessons of a target come to, about one cause: a `hint` when it was seen once, a `rule` from the second improvement on, `withdrawn`
 * when it stopped helping. Derived from the lessons, never stored: the same lessons give the same rules.
 */
export type LearnedRule = {
  readonly id: string;
  readonly targetId: string;
  /** Whose remedies it is for: `recipe:NAME`, or `model` for all models. */
  readonly subject: string;
  readonly cause: Cause;
  /** Only for remedies of this kind of opportunity; absent: of any. */
  readonly opportunityKind?: string;
  /** Only for remedies that change all of these modules; empty: any. */
  readonly modules: readonly string[];
  readonly state: 'hint' | 'rule' | 'withdrawn';
  readonly withdrawal?: Withdrawal;
  /** In so many improvements, since it was last withdrawn. */
  readonly seen: number;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  /** Since when it has been a rule. */
  readonly since?: Instant;
  readonly applied: Trials;
  readonly heldOut: Trials;
  /** Probability (0–1) that it prevents its cause in at least a quarter of the cases; absent before there are enough without it. */
  readonly helps?: number;
  /** The strongest evidence that it went wrong on: the gain (0–1) that the detector thought possible. */
  readonly strongestGain: number;
  /** For people and models: ours, but for what passed the telemetry firewall. */
  readonly text: string;
};
