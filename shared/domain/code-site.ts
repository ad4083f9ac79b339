import * as z from 'zod';

/** A place in a target's own source, resolved through the source map of the version that ran. `line` and `column` count from 1. */
export const CodeSite = z.object({
  path: z.string(),
  line: z.number().int().positive(),
  column: z.number().int().positive(),
  functionName: z.string().optional(),
});
export type CodeSite = z.infer<typeof CodeSite>;
