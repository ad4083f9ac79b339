import * as z from 'zod';
import { Instant } from './instant.ts';

/** One kind of error, however its message varies. `template` has `<*>` where messages differ. */
export const ErrorCluster = z.object({
  name: z.string(),
  template: z.string(),
  stack: z.array(z.string()),
  firstAt: Instant,
  lastAt: Instant,
  samples: z.array(z.string()),
});
export type ErrorCluster = z.infer<typeof ErrorCluster>;
