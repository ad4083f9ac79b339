import type { ModelsConfig } from '../../config/models.ts';
import type { Settings } from '../../config/settings.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { Flags } from '../../ports/flags.ts';
import type { ItemStore } from '../../ports/item-store.ts';
import type { Repositories } from '../../store/repositories.ts';
import type { CommandDependencies } from '../dependencies.ts';

/** What everything that can be asked through a door reaches, on one machine and on AWS. Nothing of it can touch an alias or run a program. */
export type DoorDependencies = CommandDependencies & Omit<Repositories, keyof CommandDependencies> & {
  readonly store: ItemStore;
  readonly settings: Settings;
  /** Reports only: `reports/…`. */
  readonly blobs: Pick<BlobStore, 'get' | 'locate'>;
  readonly flags: Flags;
  /** Models that are configured; none: recipes only. */
  readonly models: ModelsConfig;
};
