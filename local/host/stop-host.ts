import { resolve } from 'node:path';
import { connectHost } from './connect-host.ts';
import { isHostProcess } from './host-process.ts';

const POLL_MS = 20;
const STOP_TIMEOUT_MS = 5_000;

/** Ends the host on this state folder with its environments and waits until it is gone. No effect when none runs. */
export async function stopHost(stateDir: string): Promise<void> {
  const folder = resolve(stateDir);
  const running = await connectHost(folder);
  if (!running) return;
  await running.client.stop();
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isHostProcess(running.pid, folder)) {
    if (Date.now() > deadline) {
      process.kill(running.pid, 'SIGKILL');
      return;
    }
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}
