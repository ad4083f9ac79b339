import { hash32 } from '../detection/text-key.ts';

/** Of the improvements that a rule is for, this share does without it. */
export const HOLDOUT_SHARE = 0.2;

/** Whether an improvement does without a rule, so that it shows what would happen. Decided by both ids alone: asked again, the answer is the same. */
export const isHeldOut = (ruleId: string, improvementId: string): boolean => hash32(`${ruleId} ${improvementId}`) / 2 ** 32 < HOLDOUT_SHARE;
