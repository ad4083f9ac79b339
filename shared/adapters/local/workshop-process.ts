import { spawn } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { TestRun } from '../../ports/workshop.ts';
import { filesInMemory } from './workshop-file-count.ts';
import { folderMb } from './workshop-folder.ts';
import { isRunning, measureProcessTree } from './workshop-process-tree.ts';
import { seccompFilter } from './workshop-seccomp.ts';
import { TailBuffer } from './workshop-tail-buffer.ts';

export type ProcessLimits = {
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly processes: number;
  /** A folder that the run may fill up to a size. */
  readonly folder?: { readonly path: string; readonly maxMb: number };
};

export type ProcessOptions = {
  readonly cwd: string;
  readonly env: Record<string, string>;
  /** The program is bubblewrap: it reads the filter of system calls on file descriptor 5 and tells on 4 which process is the sandbox's first. Nobody else is asked whom to end. */
  readonly sandbox: boolean;
  /** What the program finds on its standard input; nothing when left out. */
  readonly input?: string;
};

/** `reported` is what was written to file descriptor 3, a socket: unlike a pipe or a file it cannot be opened again by name. */
export type ProcessRun = Pick<TestRun, 'ended' | 'exitCode' | 'output' | 'durationMs' | 'peakMemoryMb'> & { readonly reported: string };

const KEPT_OUTPUT_BYTES = 64 * 1024;
const MAX_REPORT_BYTES = 64 * 1024 * 1024;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const MAX_FILES = 100_000;
const WATCH_EVERY_MS = 50;

const PATIENCE_MS = 5000;

/** The first process of a sandbox is the last to end: the system ends all others in it before. */
async function gone(sandboxed: number | undefined): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (let runs = sandboxed !== undefined && isRunning(sandboxed); runs && performance.now() < until; runs = sandboxed !== undefined && isRunning(sandboxed)) await setTimeout(5);
}

/**
 * Runs a program in a session of its own and ends the whole session when it takes too long, holds too much memory,
 * starts too many processes or floods its output. The result says which.
 */
export function runBounded(program: string, args: readonly string[], { sandbox, input, ...options }: ProcessOptions, limits: ProcessLimits): Promise<ProcessRun> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const kept = new TailBuffer(KEPT_OUTPUT_BYTES);
    const reported = new TailBuffer(MAX_REPORT_BYTES);
    let ended: TestRun['ended'] = 'exited';
    let note = '';
    let peakMemoryMb = 0;
    const filter = sandbox ? seccompFilter(process.arch) : undefined;
    const child = spawn(program, args, { ...options, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe', sandbox ? 'pipe' : 'ignore', filter === undefined ? 'ignore' : 'pipe'], detached: true });
    child.stdin?.on('error', () => {}).end(input);
    const [, , , report, status, filtering]: readonly unknown[] = child.stdio;
    if (filtering instanceof Writable) filtering.on('error', () => {}).end(filter);
    const outputs = [child.stdout, child.stderr].filter((stream) => stream !== null);
    const reports = report instanceof Readable ? [report] : [];

    let sandboxed: number | undefined;
    const statuses = status instanceof Readable ? [status] : [];
    for (const stream of statuses) {
      let told = '';
      stream.on('error', () => {});
      stream.on('data', (chunk: Buffer) => {
        told += chunk.toString('utf8');
        sandboxed ??= Number(/"child-pid":\s*(\d+)/.exec(told)?.[1]) || undefined;
      });
    }
    const kill = (pid: number | undefined) => {
      try {
        if (pid !== undefined) process.kill(pid, 'SIGKILL');
      } catch {
        // It is gone already.
      }
    };
    const killGroup = () => {
      if (sandboxed !== undefined && isRunning(sandboxed)) kill(sandboxed);
      kill(child.pid === undefined ? undefined : -child.pid);
    };
    const stop = (reason: TestRun['ended'], why: string) => {
      if (ended !== 'exited') return;
      ended = reason;
      note = `\n[stopped: ${why}]\n`;
      killGroup();
    };
    const timer = globalThis.setTimeout(() => stop('timed-out', `longer than ${limits.timeoutMs / 1000} s`), limits.timeoutMs);
    const watch = setInterval(() => {
      if (child.pid === undefined) return;
      const { memoryMb, processes } = measureProcessTree(child.pid);
      peakMemoryMb = Math.max(peakMemoryMb, memoryMb);
      if (memoryMb > limits.memoryMb) stop('out-of-memory', `more than ${limits.memoryMb} MB of memory`);
      else if (processes > limits.processes) stop('out-of-memory', `more than ${limits.processes} processes at once`);
      else if (sandboxed !== undefined && filesInMemory(sandboxed) > MAX_FILES) stop('output-limit', `more than ${MAX_FILES} files`);
      else if (limits.folder !== undefined && folderMb(limits.folder.path) > limits.folder.maxMb) stop('output-limit', `more than ${limits.folder.maxMb} MB of results`);
    }, WATCH_EVERY_MS);
    for (const stream of outputs) {
      stream.on('data', (chunk: Buffer) => {
        kept.push(chunk);
        if (kept.totalBytes > MAX_OUTPUT_BYTES) stop('output-limit', `more than ${MAX_OUTPUT_BYTES / 1024 / 1024} MB of output`);
      });
    }
    for (const stream of reports) {
      stream.on('error', () => {});
      stream.on('data', (chunk: Buffer) => {
        reported.push(chunk);
        if (reported.totalBytes > MAX_REPORT_BYTES) stop('output-limit', `more than ${MAX_REPORT_BYTES / 1024 / 1024} MB of results`);
      });
    }

    const streams = [...outputs, ...reports, ...statuses];
    const finish = (exitCode: number | undefined) => {
      clearTimeout(timer);
      clearInterval(watch);
      killGroup();
      void gone(sandboxed).then(() => resolve({ ended, exitCode, output: kept.text() + note, reported: reported.text(), durationMs: performance.now() - startedAt, peakMemoryMb: peakMemoryMb > 0 ? Math.round(peakMemoryMb) : undefined }));
    };
    child.on('error', (error) => {
      ended = 'could-not-start';
      note = `${program} could not be started: ${error.message}`;
      finish(undefined);
    });
    // Not every descendant need have let go of the pipes: what it printed up to now is all that counts.
    child.on('exit', (exitCode) => setImmediate(() => {
      killGroup();
      const settle = () => finish(exitCode ?? undefined);
      if (streams.every((stream) => stream.closed)) settle();
      else {
        const patience = globalThis.setTimeout(() => { for (const stream of streams) stream.destroy(); }, 1000);
        child.on('close', () => { clearTimeout(patience); settle(); });
      }
    }));
  });
}
