import { HostClient } from '../../shared/adapters/local/host-client.ts';
import { readHostFile } from './host-file.ts';
import { isHostProcess } from './host-process.ts';
import type { HostHandle } from './start-host.ts';

/** A machine that is busy starting environments may let a question wait: milliseconds of each try. */
const TRIES_MS = [2_000, 2_000, 2_000, 4_000];
/** For whoever works in the background, politely, and may itself be what is slow. */
export const PATIENTLY_MS: readonly number[] = [2_000, 4_000, 8_000, 16_000, 30_000];

/** The host that runs on this state folder; `undefined` when none does, or none answers. */
export async function connectHost(stateDir: string, triesMs: readonly number[] = TRIES_MS): Promise<HostHandle | undefined> {
  const file = readHostFile(stateDir);
  if (!file) return undefined;
  const client = new HostClient({ url: file.url, token: file.token });
  for (const timeoutMs of triesMs) {
    try {
      const { pid } = await client.ping(timeoutMs);
      return { client, pid };
    } catch {
      if (!isHostProcess(file.pid, stateDir)) return undefined;
    }
  }
  return undefined;
}
