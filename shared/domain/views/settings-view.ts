import * as z from 'zod';
import { Instant } from '../instant.ts';

/** A switch as it stands. `source`: `pawl` was set through a door, `outside` in AppConfig or the file; off in either is off. */
export const FlagView = z.object({ flag: z.string(), on: z.boolean(), source: z.enum(['pawl', 'outside', 'default']), by: z.string().optional(), at: Instant.optional(), reason: z.string().optional() });
export type FlagView = z.infer<typeof FlagView>;

/** What is configured, without any secret. */
export const SettingsView = z.object({
  preset: z.string().optional(),
  settings: z.record(z.string(), z.unknown()),
  tenants: z.record(z.string(), z.unknown()),
  flags: z.array(FlagView),
  approvals: z.unknown(),
  /** Who is told: kinds and places, without their secrets. */
  notifications: z.array(z.object({ kind: z.string(), place: z.string(), atLeast: z.string().optional() })),
  models: z.array(z.string()),
});
export type SettingsView = z.infer<typeof SettingsView>;
