import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import type { TestJob, TestRun } from '../../ports/workshop.ts';

/** Lambda takes and gives at most 6 MB (6,291,456 bytes) in one synchronous call; a little is left for what is around the text. */
export const MAX_PAYLOAD_BYTES = 6_200_000;
const PLAIN_UP_TO_BYTES = 256_000;
/** What comes back was made beside untrusted code: it must not unpack into all of the memory. */
const MAX_UNPACKED_BYTES = 128 * 1024 * 1024;

const Lines = z.array(z.number().int().positive());
const Coverage = z
  .array(z.tuple([z.string(), Lines, Lines]))
  .transform((files): TestRun['coverage'] => new Map(files.map(([path, covered, executable]) => [path, { covered: new Set(covered), executable: new Set(executable) }])));

const WireTestRun = z.object({
  ended: z.enum(['exited', 'timed-out', 'out-of-memory', 'output-limit', 'could-not-start']),
  exitCode: z.number().int().nullable(),
  tests: z.array(z.object({ name: z.string(), file: z.string().exactOptional(), status: z.enum(['passed', 'failed', 'skipped']), durationMs: z.number().nonnegative(), message: z.string().exactOptional(), memoryMb: z.number().nonnegative().exactOptional() })),
  coverage: Coverage,
  output: z.string(),
  durationMs: z.number().nonnegative(),
  peakMemoryMb: z.number().nullable(),
});

/** Paths with their texts, in a list: an object would give some names (`__proto__`) a meaning. */
const Files = z.array(z.tuple([z.string(), z.string()])).transform((files) => new Map(files));

export const WorkshopRequest = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('test'), files: Files, command: z.array(z.string()).min(1), runner: z.enum(['node', 'vitest', 'jest']),
    timeoutSeconds: z.number().positive(), memoryMb: z.number().positive(), mayShareProcess: z.boolean(),
  }),
  z.object({ kind: z.literal('pack'), files: Files, entry: z.string(), handlerFile: z.string() }),
]);
export type WorkshopRequest = z.infer<typeof WorkshopRequest>;

const Base64 = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

export const WorkshopAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tested'), run: WireTestRun }),
  z.object({ kind: z.literal('packed'), digest: z.string().regex(/^[0-9a-f]{64}$/), bundle: Base64, sourceMap: Base64 }),
  z.object({ kind: z.literal('not-built'), errors: z.array(z.object({ message: z.string(), path: z.string().exactOptional(), line: z.number().exactOptional() })) }),
  z.object({ kind: z.literal('refused'), code: z.string(), message: z.string() }),
]);
export type WorkshopAnswer = z.infer<typeof WorkshopAnswer>;

/** What travels. `proof` comes back as it was sent: the tests are never told it, so an answer without it was not given by the process that judges. */
export const Envelope = z.union([z.object({ proof: z.string(), plain: z.unknown() }), z.object({ proof: z.string(), gzip: z.base64() })]);
export type Envelope = z.infer<typeof Envelope>;

/** Puts a message into an envelope, packed when it is long. `undefined` when it is too long even so. */
export const enclose = (proof: string, message: unknown): Envelope | undefined => {
  const text = JSON.stringify(message);
  if (text.length <= PLAIN_UP_TO_BYTES) return { proof, plain: message };
  const gzip = gzipSync(text).toString('base64');
  return gzip.length <= MAX_PAYLOAD_BYTES ? { proof, gzip } : undefined;
};

/** The message in an envelope, not yet checked. Throws when it is damaged or unpacks into more than 128 MB. */
export const disclose = (envelope: Envelope): unknown =>
  'gzip' in envelope ? JSON.parse(gunzipSync(Buffer.from(envelope.gzip, 'base64'), { maxOutputLength: MAX_UNPACKED_BYTES }).toString('utf8')) : envelope.plain;

/** A test job as it travels: the installed packages do not, they are mounted where it arrives. */
export const testRequest = ({ files, dependencies: _mounted, mayShareProcess = false, ...job }: TestJob): z.input<typeof WorkshopRequest> => ({ kind: 'test', files: [...files], mayShareProcess, ...job, command: [...job.command] });

export const testedAnswer = ({ exitCode, peakMemoryMb, coverage, tests, ...run }: TestRun): z.input<typeof WorkshopAnswer> => ({
  kind: 'tested',
  run: { ...run, tests: [...tests], exitCode: exitCode ?? null, peakMemoryMb: peakMemoryMb ?? null, coverage: [...coverage].map(([path, { covered, executable }]) => [path, [...covered], [...executable]]) },
});

export const testRunOf = ({ exitCode, peakMemoryMb, ...run }: z.infer<typeof WireTestRun>): TestRun => ({ ...run, exitCode: exitCode ?? undefined, peakMemoryMb: peakMemoryMb ?? undefined });
