import { format } from 'node:util';

/** Splits what is written to a stream into lines; a line without its end waits for the rest. */
export function lineSplitter(emit: (line: string) => void): { write(chunk: string): void; end(): void } {
  let rest = '';
  return {
    write(chunk) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') emit(line);
    },
    end() {
      if (rest !== '') emit(rest);
      rest = '';
    },
  };
}

const LEVELS = { trace: 'TRACE', debug: 'DEBUG', info: 'INFO', log: 'INFO', warn: 'WARN', error: 'ERROR' } as const;

/** Text of a console call as Lambda logs it: time, request, level, message, with tabs between. One record however many lines it has. */
export const consoleLine = (at: Date, requestId: string | undefined, level: string, args: readonly unknown[]): string =>
  `${at.toISOString()}\t${requestId ?? 'undefined'}\t${level}\t${format(...args)}`;

/** Sends `console.*`, stdout and stderr of this process to `emit`; returns a function that sends what is left of an unfinished line. */
export function captureOutput(emit: (message: string) => void, requestId: () => string | undefined): () => void {
  const lines = lineSplitter(emit);
  const write = (chunk: unknown, encoding?: unknown, callback?: unknown): boolean => {
    lines.write(typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString('utf8'));
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') queueMicrotask(() => Reflect.apply(done, undefined, []));
    return true;
  };
  process.stdout.write = write;
  process.stderr.write = write;
  for (const [method, level] of Object.entries(LEVELS)) {
    Reflect.set(console, method, (...args: unknown[]) => emit(consoleLine(new Date(), requestId(), level, args)));
  }
  return () => lines.end();
}
