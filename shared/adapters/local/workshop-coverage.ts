import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { TestJob, TestRun } from '../../ports/workshop.ts';
import { listUntrusted, readUntrusted } from './workshop-folder.ts';

type Coverage = TestRun['coverage'];

const MAX_COVERAGE_BYTES = 128 * 1024 * 1024;

const V8Coverage = z.object({
  result: z.array(z.object({
    url: z.string(),
    functions: z.array(z.object({ ranges: z.array(z.object({ startOffset: z.number().int().nonnegative(), endOffset: z.number().int().nonnegative(), count: z.number() })) })),
  })),
});

const Place = z.object({ line: z.number().int().positive() });
const IstanbulCoverage = z.record(z.string(), z.object({ path: z.string(), statementMap: z.record(z.string(), z.object({ start: Place })), s: z.record(z.string(), z.number()) }));

const isMeasurable = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path) && !/(^|[./_-])tests?[./_-]|(^|\/)__tests__\//.test(path);

/**
 * Lines that ran, per source file. With Node's own runner from V8's counts (type stripping keeps every position where it was;
 * a file that no test loaded has no covered line), with vitest and jest from their istanbul report. Empty when nothing was measured.
 */
export async function readCoverage(job: Pick<TestJob, 'runner' | 'files'>, results: string, service: string): Promise<Coverage> {
  return job.runner === 'node' ? fromV8(join(results, 'coverage'), service, job.files) : fromIstanbul(join(results, 'istanbul', 'coverage-final.json'), service);
}

async function fromV8(folder: string, service: string, files: TestJob['files']): Promise<Coverage> {
  const counted = new Map<string, Set<number>>();
  let measured = false;
  // Brings the compiler along, which a run of vitest or jest does not need.
  const { executableLines } = await import('./workshop-executable-lines.ts');
  const sources = new Map([...files].filter(([path]) => isMeasurable(path)).map(([path, text]) => [path, { text, lines: executableLines(path, text) }]));
  for (const name of await listUntrusted(folder)) {
    const parsed = parseJson(V8Coverage, await readUntrusted(join(folder, name), MAX_COVERAGE_BYTES));
    measured ||= parsed !== undefined;
    for (const script of parsed?.result ?? []) {
      const path = script.url.startsWith('file:') ? relative(service, fileURLToPath(script.url)) : undefined;
      const source = path === undefined ? undefined : sources.get(path);
      if (path === undefined || source === undefined) continue;
      const counts = countsByOffset(source.text.length, script.functions.flatMap((each) => each.ranges));
      const covered = counted.get(path) ?? new Set();
      counted.set(path, covered);
      for (const [line, offset] of source.lines) if ((counts[offset] ?? 0) > 0) covered.add(line);
    }
  }
  if (!measured) return new Map();
  return new Map([...sources].map(([path, { lines }]) => [path, { covered: counted.get(path) ?? new Set<number>(), executable: new Set(lines.keys()) }]));
}

/** V8's ranges nest; the innermost one that holds an offset says how often it ran. */
function countsByOffset(length: number, ranges: readonly { startOffset: number; endOffset: number; count: number }[]): Float64Array {
  const counts = new Float64Array(length);
  const outermostFirst = ranges.toSorted((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  for (const { startOffset, endOffset, count } of outermostFirst) counts.fill(count, startOffset, endOffset);
  return counts;
}

async function fromIstanbul(path: string, service: string): Promise<Coverage> {
  const parsed = parseJson(IstanbulCoverage, await readUntrusted(path, MAX_COVERAGE_BYTES)) ?? {};
  return new Map(Object.values(parsed).map((file) => {
    const statements = Object.entries(file.statementMap).map(([id, { start }]) => ({ line: start.line, ran: (file.s[id] ?? 0) > 0 }));
    return [relative(service, file.path), { executable: new Set(statements.map(({ line }) => line)), covered: new Set(statements.filter(({ ran }) => ran).map(({ line }) => line)) }];
  }));
}

function parseJson<Schema extends z.ZodType>(schema: Schema, text: string | undefined): z.infer<Schema> | undefined {
  try {
    return text === undefined ? undefined : schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
