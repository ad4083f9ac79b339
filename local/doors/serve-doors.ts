import { runningDoors } from './doors-file.ts';
import { startDoors, type StartDoors } from './start-doors.ts';
import { tellLink } from './tell-link.ts';

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
