import type { ModelsConfig } from '../../config/models.ts';
import type { Settings } from '../../config/settings.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { Flags } from '../../ports/flags.ts';
import type { ItemStore } from '../../ports/item-store.ts';
import type { Repositories } from '../../store/repositories.ts';
import type { Severity } from '../../domain/opportunity.ts';
import type { SettingsView } from '../../domain/views/settings-view.ts';
import type { CommandDependencies, CommandResult } from '../dependencies.ts';

/** Of the settings page what does not stand in the settings: the preset that they began with, and who is told. */
export type Configured = Partial<Pick<SettingsView, 'preset'>>;

/** What everything that can be asked through a door reaches, on one machine and on AWS. Nothing of it can touch an alias or run a program. */
export type DoorDependencies = CommandDependencies & Omit<Repositories, keyof CommandDependencies> & {
  readonly store: ItemStore;
  readonly settings: Settings;
  /** Reports only: `reports/…`. */
  readonly blobs: Pick<BlobStore, 'get' | 'locate'>;
  readonly flags: Flags;
  /** Models that are configured; none: recipes only. */
  readonly models: ModelsConfig;
  /** How long what takes looking through thousands of rows may be answered again; always anew when left out. Milliseconds. */
  readonly momentMs?: number;
  /** Which Pawl this is. */
  readonly version?: string;
  /** What else is configured and shown, without secrets: where doors know it. */
  readonly configured?: Configured;
  /** Says that an alarm rings, where nothing else does. */
  readonly ringAlarm?: (asked: { readonly targetId: string; readonly name: string; readonly severity?: Severity; readonly by: string }) => Promise<CommandResult<{ readonly text: string; readonly outcome: 'emergency' | 'cooling-down' | 'answered-before'; readonly cycleId?: string | undefined }>>;
};
