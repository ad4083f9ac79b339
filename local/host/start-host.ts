import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HostClient } from '../../shared/adapters/local/host-client.ts';
import { connectHost } from './connect-host.ts';
import { HostAnnouncement } from './host-announcement.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const START_TIMEOUT_MS = 20_000;
const POLL_MS = 100;

/** `pid`: the host's process. `client` speaks to its admin door. */
export type HostHandle = { readonly client: HostClient; readonly pid: number };

export class HostStartError extends Error {
  override name = 'HostStartError';
  readonly code: 'port-in-use' | 'already-running' | 'failed';

  constructor(code: HostStartError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Starts the function host in a process and session of its own, or connects to the one that already runs on this state folder.
 * Port 0: the one it had last time, else any. What it prints goes to `host.log` in the state folder. Throws `HostStartError`.
 */
export async function startHost({ stateDir, port }: { stateDir: string; port: number }): Promise<HostHandle> {
  const folder = resolve(stateDir);
  const running = await connectHost(folder);
  if (running) return running;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    await spawnHost(folder, port);
  } catch (error) {
    // Somebody else was quicker, or the host that runs was too busy to answer: wait for that one.
    if (!(error instanceof HostStartError && error.code === 'already-running')) throw error;
  }
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const handle = await connectHost(folder);
    if (handle) return handle;
    if (Date.now() > deadline) throw new HostStartError('failed', `A function host runs on ${folder} but does not answer; see ${join(folder, 'host.log')}.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function spawnHost(stateDir: string, port: number): Promise<void> {
  const log = openSync(join(stateDir, 'host.log'), 'a');
  const child = spawn(process.execPath, [MAIN, stateDir, String(port)], {
    cwd: stateDir,
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
    env: machineEnvironment(process.env),
  });
  closeSync(log);
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (code: HostStartError['code'], message: string): void => reject(new HostStartError(code, message));
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        fail('failed', `The function host did not come up within ${START_TIMEOUT_MS / 1000} s; see ${join(stateDir, 'host.log')}.`);
      }, START_TIMEOUT_MS);
      const settle = (then: () => void): void => {
        clearTimeout(timer);
        then();
      };
      child.once('message', (message) => {
        const announcement = HostAnnouncement.parse(message);
        settle(() => (announcement.kind === 'ready' ? resolve() : fail(announcement.code, announcement.message)));
      });
      child.once('error', (error) => settle(() => fail('failed', `The function host could not be started: ${error.message}`)));
      child.once('exit', (code) => settle(() => fail('failed', `The function host ended at once (exit status ${code ?? 'none'}); see ${join(stateDir, 'host.log')}.`)));
    });
  } finally {
    if (child.connected) child.disconnect();
    child.removeAllListeners();
    child.unref();
  }
}

/** What the host needs of this process's environment; options meant for this process (NODE_OPTIONS, credentials) stay here. */
const machineEnvironment = (own: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'SystemRoot'].flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]])));
