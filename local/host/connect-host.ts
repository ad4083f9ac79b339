import { HostClient } from '../../shared/adapters/local/host-client.ts';
import { readHostFile } from './host-file.ts';
import { isHostProcess } from './host-process.ts';
import type { HostHandle } from './start-host.ts';

/** A machine that is busy starting environments may let a question wait. */
const TRIES = 5;

/** The host that runs on this state folder; `undefined` when none does, or none answers. */
export async function connectHost(stateDir: string): Promise<HostHandle | undefined> {
  const file = readHostFile(stateDir);
  if (!file) return undefined;
  const client = new HostClient({ url: file.url, token: file.token });
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      const { pid } = await client.ping();
      return { client, pid };
    } catch {
      if (!isHostProcess(file.pid, stateDir)) return undefined;
    }
  }
  return undefined;
}
