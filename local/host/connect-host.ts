import { HostClient } from '../../shared/adapters/local/host-client.ts';
import { readHostFile } from './host-file.ts';
import type { HostHandle } from './start-host.ts';

/** The host that runs on this state folder; `undefined` when none answers. */
export async function connectHost(stateDir: string): Promise<HostHandle | undefined> {
  const file = readHostFile(stateDir);
  if (!file) return undefined;
  const client = new HostClient({ url: file.url, token: file.token });
  try {
    const { pid } = await client.ping();
    return { client, pid };
  } catch {
    return undefined;
  }
}
