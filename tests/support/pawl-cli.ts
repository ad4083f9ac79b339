import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Message } from '../../shared/ports/host.ts';

const BIN = fileURLToPath(new URL('../../bin/pawl.mjs', import.meta.url));

export type Finished = { readonly code: number | null; readonly messages: readonly Message[]; readonly stderr: string };

export type RunningPawl = { readonly child: ChildProcess; readonly messages: Message[]; readonly finished: Promise<Finished> };

/** Starts the command line as a person would, with --json, in a folder. */
export const startCli = (folder: string, ...words: string[]): RunningPawl => {
  const child = spawn(process.execPath, [BIN, '--json', ...words], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const messages: Message[] = [];
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    messages.push(JSON.parse(line) as Message);
  });
  const finished = new Promise<Finished>((resolve) => child.once('close', (code) => resolve({ code, messages, stderr })));
  return { child, messages, finished };
};

export const runCli = (folder: string, ...words: string[]): Promise<Finished> => startCli(folder, ...words).finished;

/** Asks again and again until there is an answer; fails with `what` when time is up. */
export const eventually = async <Answer>(what: string, timeoutMs: number, ask: () => Promise<Answer | undefined> | Answer | undefined): Promise<Answer> => {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what} within ${timeoutMs / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
};
