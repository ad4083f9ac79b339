import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { runningDoors } from './doors-file.ts';
import { ownerLink } from './owner-link.ts';
import { startDoors, type StartDoors } from './start-doors.ts';

export type ServeDoors = StartDoors & {
  /** Aborted when somebody wants it to end. */
  readonly signal: AbortSignal;
};

/** Keeps the doors of a state folder open until it is told to end, and says where. Where they are open already, it gives a link and is done. */
export const serveDoors = async ({ signal, ...request }: ServeDoors): Promise<void> => {
  const { folder, host, port } = request;
  const running = runningDoors(folder);
  if (running && (port === undefined || port === running.port)) {
    await tellLink(request, running.url);
    return;
  }
  const doors = await startDoors(request);
  await tellLink(request, doors.url);
  host.notify({ code: 'PAWL-DOORS-001', level: 'info', text: 'Ctrl-C closes it.' });
  if (!signal.aborted) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  await doors.close();
};

/** Says where the page is, with a token for whoever reads this terminal. */
export const tellLink = async ({ folder, host }: Pick<StartDoors, 'folder' | 'host'>, url: string): Promise<void> => {
  const store = new SqliteItemStore(folder.store, systemClock);
  try {
    const { link } = await ownerLink({ store, clock: systemClock }, url);
    host.notify({ code: 'PAWL-DOORS-010', level: 'result', text: `See and decide at ${link}`, data: { url, link } });
  } finally {
    store.close();
  }
};
