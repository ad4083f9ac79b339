import { existsSync } from 'node:fs';
import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import type { ExplainDependencies } from '../../shared/commands/explain.ts';
import type { Config } from '../../shared/config/config-file.ts';
import { repositoriesIn } from '../../shared/store/repositories.ts';
import type { StateFolder } from './state-folder.ts';

/** The store for reading what was found, beside a running Pawl or without one. `undefined` when nothing was ever kept in this folder. */
export const openExplanations = (config: Pick<Config, 'targets' | 'models'>, folder: Pick<StateFolder, 'store'>): { readonly dependencies: ExplainDependencies; readonly close: () => void } | undefined => {
  if (!existsSync(folder.store)) return undefined;
  const store = new SqliteItemStore(folder.store, systemClock);
  return { dependencies: { ...repositoriesIn(store), targets: { all: async () => [...config.targets] }, clock: systemClock, hasModel: config.models.pool.length > 0 }, close: () => store.close() };
};
