import { parseArgs } from 'node:util';
import { flood } from './flood.ts';
import { HOSTILE } from './hostile-lines.ts';

/**
 * `node lab/hostile/main.ts [--lines 10000000] [--kind 'distinct templates']`: hostile telemetry in large numbers. Prints what the state
 * grew to and what memory the process took; without a kind, each with so many lines as it takes a few seconds to fold.
 */
const { values } = parseArgs({ options: { lines: { type: 'string' }, kind: { type: 'string' } } });
const FEW: Readonly<Record<string, number>> = { 'lines of 10 MB': 24, 'texts that make patterns slow': 600, 'deeply nested JSON': 600 };

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
process.stdout.write('kind                                    lines      lines/s   state      slowest page   memory\n');
for (const kind of HOSTILE.filter(({ name }) => values.kind === undefined || name === values.kind)) {
  let memory = 0;
  const result = flood(kind, Number(values.lines ?? FEW[kind.name] ?? 100_000), () => performance.now(), () => {
    memory = Math.max(memory, process.memoryUsage().rss);
  });
  const figures = [String(result.lines).padStart(10), Math.round(result.linesPerSecond).toLocaleString('en').padStart(10), `${(result.largestStateBytes / 1000).toFixed(1)} KB`.padStart(10), `${result.slowestPageMs.toFixed(0)} ms`.padStart(13), megabytes(memory).padStart(11)];
  process.stdout.write(`${kind.name.padEnd(36)} ${figures.join(' ')}\n`);
}
