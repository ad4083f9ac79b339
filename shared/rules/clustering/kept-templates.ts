import * as z from 'zod';

/** More than this are never kept. */
export const MOST_KEPT = 10_000;

/** One template as it is stored: `form` are its tokens, `open` the places where any word fits. */
const KeptTemplate = z.object({ id: z.string().min(1).max(120), form: z.string().max(400), open: z.array(z.int().nonnegative().max(100)).max(100).optional() });
export type KeptTemplate = z.infer<typeof KeptTemplate>;

/** What a miner knows, as JSON: its templates, the least recently used first. */
export const KeptTemplates = z.object({ version: z.literal(1), templates: z.array(KeptTemplate).max(MOST_KEPT) });
export type KeptTemplates = z.infer<typeof KeptTemplates>;
