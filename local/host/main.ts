/**
 * The function host's process: `main.ts <state folder> <port>`. It stands for AWS, so it runs in a session of its own and outlives Pawl.
 * Tells whoever started it over IPC whether it came up, then needs nobody.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { FunctionHost } from './function-host.ts';
import { HostFailure } from './host-failure.ts';
import { readHostFile, writeHostFile } from './host-file.ts';
import { takeHostLock } from './host-lock.ts';
import { hostServer } from './host-server.ts';
import type { HostAnnouncement } from './host-announcement.ts';
import { endLeftEnvironments } from './left-environments.ts';
import { writeRuntimeFile } from './runtime-file.ts';

const announce = (message: HostAnnouncement): void => {
  process.send?.(message);
};

/** Resolves with the port, or rejects with the system's error. */
const listen = async (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

const isPortInUse = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

class AlreadyRunning extends Error {}

async function main(stateDir: string, wantedPort: number): Promise<void> {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const lock = takeHostLock(stateDir);
  if (!lock.ok) throw new AlreadyRunning(`A function host (process ${lock.pid}) already runs on ${stateDir}.`);
  const before = readHostFile(stateDir);
  const token = before?.token ?? randomBytes(32).toString('hex');
  const runtimePath = await writeRuntimeFile(stateDir);
  endLeftEnvironments(runtimePath);
  const host = new FunctionHost({ stateDir, runtimePath, report: (problem) => console.error(`${new Date().toISOString()} ${problem}`) });

  const stop = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await host.end();
    process.exit(0);
  };
  const server = hostServer({ host, token, stop: () => void stop() });
  server.keepAliveTimeout = 60_000;
  let port: number;
  try {
    // Any port will do: then the one it had before, so that who knows its address still finds it.
    port = await listen(server, wantedPort === 0 ? (before?.port ?? 0) : wantedPort);
  } catch (error) {
    if (!(wantedPort === 0 && isPortInUse(error))) throw error;
    port = await listen(server, 0);
  }
  writeHostFile(stateDir, { url: `http://127.0.0.1:${port}`, port, token, pid: process.pid });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
  announce({ kind: 'ready' });
}

const [stateDir = '', port = '0'] = process.argv.slice(2);
try {
  await main(stateDir, Number(port));
} catch (error) {
  const code = isPortInUse(error) ? 'port-in-use' : error instanceof AlreadyRunning ? 'already-running' : 'failed';
  const message = isPortInUse(error)
    ? `Port ${port} on 127.0.0.1 is in use by another program. Choose another port, or end that program.`
    : error instanceof HostFailure || error instanceof AlreadyRunning
      ? error.message
      : `The function host could not start: ${String(error)}`;
  console.error(message);
  announce({ kind: 'failed', code, message });
  process.exit(1);
}
