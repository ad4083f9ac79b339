import * as z from 'zod';

/** What a starting host tells its starter. */
export const HostAnnouncement = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('failed'), code: z.enum(['port-in-use', 'already-running', 'failed']), message: z.string() }),
]);
export type HostAnnouncement = z.infer<typeof HostAnnouncement>;
