import * as z from 'zod';
import { Instant } from './instant.ts';

/** An error whose stack may still be coming, line by line. `until`: when its last line came. */
export const OpenTrace = z.object({ at: Instant, until: Instant, requestId: z.string().optional(), fatal: z.boolean(), text: z.string() });
export type OpenTrace = z.infer<typeof OpenTrace>;

/** What is under way in one log stream, which is one environment: it handles one request at a time. */
export const OpenStream = z.object({ at: Instant, requestId: z.string().optional(), trace: OpenTrace.optional() });
export type OpenStream = z.infer<typeof OpenStream>;
