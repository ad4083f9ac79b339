import { connectHost } from './connect-host.ts';

const POLL_MS = 20;
const STOP_TIMEOUT_MS = 5_000;

/** Ends the host on this state folder with its environments and waits until it is gone. No effect when none runs. */
export async function stopHost(stateDir: string): Promise<void> {
  const running = await connectHost(stateDir);
  if (!running) return;
  await running.client.stop();
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isAlive(running.pid)) {
    if (Date.now() > deadline) {
      process.kill(running.pid, 'SIGKILL');
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
