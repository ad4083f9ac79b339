import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** As Lambda answers when a function throws. */
export type Failed = { readonly errorType: string; readonly errorMessage: string };
export type Answer = { readonly result: unknown } | { readonly failed: Failed };

export type LogLine = { readonly level: string; readonly message: string; readonly code?: string };

export type PhaseWorker = {
  call(event: unknown): Promise<Answer>;
  /** What it logged since the last time it was asked, as structured lines. */
  logged(): LogLine[];
  end(): Promise<unknown>;
};

const BODY = fileURLToPath(new URL('phase-worker.ts', import.meta.url));
const ROOT = new URL('../../', import.meta.url);

/** Starts a function in a thread of its own, with this environment and no other. `entry` is relative to the repository. */
export const startPhase = ({ entry, name, timeoutSeconds, environment }: { entry: string; name: string; timeoutSeconds: number; environment: Readonly<Record<string, string>> }): PhaseWorker => {
  const worker = new Worker(BODY, { workerData: { entry: new URL(entry, ROOT).href, name, timeoutSeconds }, env: { ...environment }, execArgv: [], stdout: true, stderr: true });
  const pending = new Map<number, (answer: Answer) => void>();
  let written = '';
  let calls = 0;
  let broken: Failed | undefined;
  worker.stdout.setEncoding('utf8').on('data', (text: string) => (written += text));
  worker.stderr.setEncoding('utf8').on('data', (text: string) => (written += text));
  const fail = (error: Failed): void => {
    broken = error;
    for (const [id, answer] of pending) {
      pending.delete(id);
      answer({ failed: error });
    }
  };
  worker.on('error', (error) => fail({ errorType: 'Runtime.ImportModuleError', errorMessage: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
  worker.on('message', ({ id, ...answer }: { id: number } & Answer) => {
    pending.get(id)?.(answer);
    pending.delete(id);
  });
  worker.unref();
  return {
    call: (event) => {
      if (broken) return Promise.resolve({ failed: broken });
      const { promise, resolve } = Promise.withResolvers<Answer>();
      pending.set((calls += 1), resolve);
      worker.postMessage({ id: calls, event }, []);
      return promise;
    },
    logged: () => {
      const lines = written.split('\n').filter((line) => line.startsWith('{'));
      written = '';
      return lines.map((line) => JSON.parse(line) as LogLine);
    },
    end: () => worker.terminate(),
  };
};
