import * as z from 'zod';
import { FunctionSettings, HostAlias, HostVersion, VersionedConfiguration } from '../../shared/adapters/local/host-api.ts';

/** A function as it is kept on disk: one file, replaced as a whole with each write. */
export const FunctionRecord = z.object({
  name: z.string(),
  latest: z.object({ digest: z.string().optional(), revision: z.string(), configuration: VersionedConfiguration }),
  settings: FunctionSettings,
  /** Version numbers are never used twice, even after a deletion. */
  lastVersion: z.number().int().nonnegative(),
  versions: z.array(HostVersion),
  aliases: z.array(HostAlias),
});
export type FunctionRecord = z.infer<typeof FunctionRecord>;
