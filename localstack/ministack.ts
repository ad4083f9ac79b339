import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Missing } from './python-environment.ts';
import { pythonEnvironment } from './python-environment.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RUNNER = fileURLToPath(new URL('run_ministack.py', import.meta.url));
/** Inside the checkout, so that functions unpacked there find the AWS SDK in its `node_modules`, as Lambda's runtime brings it. */
const FOLDER = join(ROOT, '.emulator');
const HEALTH_PATIENCE_MS = 60_000;
const HEALTH_EVERY_MS = 50;
const END_PATIENCE_MS = 5000;
/** From the environment of whoever starts it, the emulator and its functions see only this. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'SYSTEMROOT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'];

export const EMULATOR_ACCOUNT = '000000000000';
export const EMULATOR_REGION = 'us-east-1';

/** An emulator that answers. `env` is what an AWS client (SDK, CDK, a child process) needs to speak to it and to nothing else. */
export type MiniStack = {
  readonly endpoint: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly pid: number;
  /** Ends it and its functions, and removes what it unpacked; the log too unless `keepLog`. */
  stop(options?: { readonly keepLog?: boolean }): Promise<void>;
};

export type MiniStackOptions = {
  /** 0 or none: a free one. */
  readonly port?: number;
  /** Variables for the emulator itself, which its functions inherit, such as `AWS_ENDPOINT_URL_CODECOMMIT`. */
  readonly env?: Readonly<Record<string, string>>;
};

/**
 * Starts MiniStack on loopback in a process of its own, and resolves when it answers. It ends when this process does.
 * Without a fit Python, or when its packages cannot be installed, the answer says what is missing.
 * Throws when it does not come up, with the end of its log.
 */
export async function startMiniStack({ port: wanted = 0, env: more = {} }: MiniStackOptions = {}): Promise<MiniStack | Missing> {
  const found = await pythonEnvironment(FOLDER);
  if ('missing' in found) return found;

  const port = wanted === 0 ? await freePort() : wanted;
  const endpoint = `http://127.0.0.1:${port}`;
  const env = clientEnvironment(endpoint);
  const folder = join(FOLDER, 'run', `${process.pid}-${port}`);
  const logFile = join(FOLDER, `ministack-${port}.log`);
  await removeLeft(join(FOLDER, 'run'));
  await mkdir(folder, { recursive: true });
  // MiniStack's worker scripts are CommonJS; without this they would take the project's own `"type": "module"` for theirs.
  await writeWhole(join(FOLDER, 'package.json'), '{ "type": "commonjs" }\n');

  const output = openSync(logFile, 'w', 0o600);
  const child = spawn(found.python, ['-u', RUNNER], {
    cwd: folder,
    // A group of its own, which ends as one; held to this process by its standard input.
    detached: process.platform !== 'win32',
    stdio: ['pipe', output, output],
    env: {
      ...Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))),
      ...env,
      PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      TMPDIR: folder,
      TEMP: folder,
      LOG_LEVEL: 'INFO',
      // The worker scripts use a deprecated call, and the warning would stand in every function's log.
      NODE_OPTIONS: '--no-deprecation',
      ...more,
    },
  });
  closeSync(output);
  child.stdin?.on('error', () => undefined);
  const stop = async ({ keepLog = false } = {}): Promise<void> => {
    await end(child);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    if (!keepLog) await rm(logFile, { force: true });
  };
  try {
    const pid = await healthy(child, endpoint);
    child.unref();
    return { endpoint, env, logFile, pid, stop };
  } catch (error) {
    const log = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-15).join('\n');
    await stop({ keepLog: true });
    throw new Error(`MiniStack did not come up on ${endpoint}: ${error instanceof Error ? error.message : String(error)}\n${log}`, { cause: error });
  }
}

/** Others may be reading it at this moment: there is never half a file. */
async function writeWhole(file: string, text: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => '')) === text) return;
  const half = `${file}.${process.pid}`;
  await writeFile(half, text);
  await rename(half, file);
}

/** What emulators left behind whose starter was killed: folders named after a process that is no more. */
async function removeLeft(runs: string): Promise<void> {
  const names = await readdir(runs).catch(() => []);
  await Promise.all(names.filter((name) => !isAlive(Number.parseInt(name, 10))).map((name) => rm(join(runs, name), { recursive: true, force: true })));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const clientEnvironment = (endpoint: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_REGION: EMULATOR_REGION,
  AWS_DEFAULT_REGION: EMULATOR_REGION,
  AWS_ACCESS_KEY_ID: 'emulator',
  AWS_SECRET_ACCESS_KEY: 'emulator',
  AWS_EC2_METADATA_DISABLED: 'true',
});

async function healthy(child: ChildProcess, endpoint: string): Promise<number> {
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended = `it ended with ${signal ?? `exit code ${code}`}`));
  const deadline = Date.now() + HEALTH_PATIENCE_MS;
  while (Date.now() < deadline) {
    if (ended !== undefined) throw new Error(ended);
    const answers = await fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(2000) }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answers && child.pid !== undefined) return child.pid;
    await new Promise((resolve) => setTimeout(resolve, HEALTH_EVERY_MS));
  }
  throw new Error(`no healthy answer within ${HEALTH_PATIENCE_MS / 1000} s`);
}

/** Asks the group to end, then insists. No effect when it is gone. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  signal(child, 'SIGTERM');
  const insist = setTimeout(() => signal(child, 'SIGKILL'), END_PATIENCE_MS);
  await gone;
  clearTimeout(insist);
  // Functions that were busy when the group was asked.
  signal(child, 'SIGKILL');
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (process.platform === 'win32') child.kill(name);
    else if (child.pid !== undefined) process.kill(-child.pid, name);
  } catch {
    // Gone already.
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('No free port.'))));
    });
  });
