import * as z from 'zod';
import { CheckName } from './check.ts';

/**
 * What went wrong with a remedy, in a form in which two of a kind are equal but for `example` and `words`. `gate`: a check found something;
 * `quality`: it passed, below the threshold; `judge`: real traffic got worse on this measure, or (`claim`) the claim was never proven;
 * `person`: somebody said no; `revert`: taken back after promotion.
 */
export const Cause = z.discriminatedUnion('from', [
  z.object({ from: z.literal('gate'), check: CheckName, rule: z.string().optional(), example: z.string().optional() }),
  z.object({ from: z.literal('quality') }),
  z.object({ from: z.literal('judge'), measure: z.enum(['failures', 'latency', 'claim']) }),
  z.object({ from: z.literal('person'), words: z.string().optional() }),
  z.object({ from: z.literal('revert') }),
]);
export type Cause = z.infer<typeof Cause>;
