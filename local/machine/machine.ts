import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bubblewrapWorkshop } from '../../shared/adapters/local/bubblewrap-workshop.ts';
import { fileFlags } from '../../shared/adapters/local/file-flags.ts';
import { folderBlobStore } from '../../shared/adapters/local/folder-blob-store.ts';
import { gitSourceRepository } from '../../shared/adapters/local/git-source-repository.ts';
import type { HostClient } from '../../shared/adapters/local/host-client.ts';
import { hostDeployer } from '../../shared/adapters/local/host-deployer.ts';
import { hostTelemetry } from '../../shared/adapters/local/host-telemetry.ts';
import { inProcessBus } from '../../shared/adapters/local/in-process-bus.ts';
import { SqliteItemStore, type SqliteItemStoreOptions } from '../../shared/adapters/local/sqlite-item-store.ts';
import { jitteredPause } from '../../shared/adapters/local/jittered-pause.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { systemIds } from '../../shared/adapters/local/system-ids.ts';
import type { Config } from '../../shared/config/config-file.ts';
import { settingsFor } from '../../shared/config/settings-for.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { Host } from '../../shared/ports/host.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';
import type { SourceRepository } from '../../shared/ports/source-repository.ts';
import { Budgets } from '../../shared/store/budgets.ts';
import { repositoriesIn } from '../../shared/store/repositories.ts';
import { flagsInForce } from '../../shared/store/switches.ts';
import { outboxNotifier, tellAll } from '../../shared/store/outbox-notifier.ts';
import { runningDoors } from '../doors/doors-file.ts';
import type { StateFolder } from './state-folder.ts';

export type Machine = ReturnType<typeof openMachine>;

/** Every port on this machine, over one state folder and one running function host. Opens the store; starts nothing. `notify` hears what is wrong with the file of switches. `remembering`: for who reads the same things again and again. */
export const openMachine = (config: Config, folder: StateFolder, host: HostClient, notifier: Notifier, notify: Host['notify'] = () => {}, remembering: SqliteItemStoreOptions = {}) => {
  const store = new SqliteItemStore(folder.store, systemClock, remembering);
  const targets = new Map(config.targets.map((target) => [target.id, target]));
  const repositories = new Map<string, SourceRepository>();
  const kept = repositoriesIn(store);
  const channels = config.settings.notifications ?? [];
  return {
    config,
    folder,
    host,
    store,
    clock: systemClock,
    ids: systemIds,
    bus: inProcessBus(),
    notifier: tellAll([notifier, ...(channels.length === 0 ? [] : [outboxNotifier({ store, clock: systemClock, channels, host: { notify } })])], () => runningDoors(folder)?.url),
    blobs: folderBlobStore(folder.blobs),
    deployer: hostDeployer(host),
    telemetry: hostTelemetry(host),
    workshop: bubblewrapWorkshop(),
    ...kept,
    flags: flagsInForce(kept.switches, fileFlags(folder.flagsFile, { notify })),
    budgets: new Budgets(store, jitteredPause),
    targets: {
      get: async (id: string): Promise<Target> => {
        const target = targets.get(id);
        if (!target) throw new Error(`There is no target "${id}" in the configuration; it has ${[...targets.keys()].join(', ')}.`);
        return target;
      },
      all: async (): Promise<Target[]> => [...targets.values()],
    },
    settingsFor: ({ tenantId }: Target) => settingsFor(config.settings, tenantId),
    sources: ({ repository: { location } }: Target): SourceRepository => {
      const known = repositories.get(location) ?? gitSourceRepository(location);
      repositories.set(location, known);
      return known;
    },
    dependenciesOf: ({ repository: { location, directory } }: Target): string | undefined =>
      [join(location, directory, 'node_modules'), join(location, 'node_modules')].find((path) => existsSync(path)),
    close: () => store.close(),
  };
};
