import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Message } from '../../shared/ports/host.ts';

const CLI = fileURLToPath(new URL('../../cli/pawl.ts', import.meta.url));
const READY_TIMEOUT_MS = 60_000;

const Line = z.object({ code: z.string(), level: z.enum(['debug', 'info', 'result', 'warning', 'error']), text: z.string(), data: z.record(z.string(), z.unknown()).optional() });

export type PawlProcess = {
  readonly pid: number;
  /** Resolves when Pawl says that it is on; rejects with its last error when it ends before. */
  readonly ready: Promise<void>;
  readonly ended: Promise<void>;
  /** As the kernel ends what nobody asked: no goodbye. */
  readonly kill: () => void;
  /** Asks it to end and leave every service whole. */
  readonly end: () => Promise<void>;
};

/** Pawl's own process, as `pawl run --json` in a session of its own, so that a Ctrl-C reaches it only through whoever started it. */
export const startPawl = ({ configFile, state, selfStarting, model, onMessage }: { configFile: string; state: string; selfStarting: boolean; model?: string | undefined; onMessage: (message: Message) => void }): PawlProcess => {
  const flags = ['--json', '--config', configFile, '--state', state, 'run', '--keep', ...(selfStarting ? [] : ['--no-self-start']), ...(model === undefined ? [] : ['--model', model])];
  const child = spawn(process.execPath, [CLI, ...flags], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  let lastError = 'It said nothing.';
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = readMessage(line);
    if (!message) return;
    if (message.code === 'PAWL-RUN-001') resolve();
    if (message.level === 'error') lastError = message.text;
    onMessage(message);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    lastError = chunk.toString().trim().slice(-500) || lastError;
  });
  const timer = setTimeout(() => reject(new Error(`Pawl was not on after ${READY_TIMEOUT_MS / 1000} s. ${lastError}`)), READY_TIMEOUT_MS);
  const ended = new Promise<void>((done) => {
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`Pawl ended (${code ?? 'killed'}). ${lastError}`));
      done();
    });
  });
  ready.then(() => clearTimeout(timer), () => {});
  return { pid: child.pid ?? 0, ready, ended, kill: () => signal(child, 'SIGKILL'), end: () => endPolitely(child, ended) };
};

const endPolitely = async (child: ChildProcess, ended: Promise<void>): Promise<void> => {
  signal(child, 'SIGTERM');
  const insist = setTimeout(() => signal(child, 'SIGKILL'), 15_000);
  await ended;
  clearTimeout(insist);
};

const signal = (child: ChildProcess, name: NodeJS.Signals): void => {
  if (child.exitCode === null && child.signalCode === null) child.kill(name);
};

const readMessage = (line: string): Message | undefined => {
  try {
    const parsed = Line.safeParse(JSON.parse(line));
    return parsed.success ? (parsed.data as Message) : undefined;
  } catch {
    return undefined;
  }
};
