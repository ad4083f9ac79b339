import * as z from 'zod';
import { Instant } from './instant.ts';

/**
 * One kind of error, however its message varies. `template` has `<*>` where messages differ and grows more general as more are seen;
 * `key` is what it was called at first, in this version or an earlier one, so that it keeps its name. `stack`: own frames, innermost first.
 */
export const ErrorCluster = z.object({
  name: z.string(),
  template: z.string(),
  key: z.string().optional(),
  stack: z.array(z.string()),
  count: z.number().int().positive().catch(1),
  firstAt: Instant,
  lastAt: Instant,
  samples: z.array(z.string()),
});
export type ErrorCluster = z.infer<typeof ErrorCluster>;
