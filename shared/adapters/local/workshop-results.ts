import { isAbsolute, join, relative } from 'node:path';
import * as z from 'zod';
import type { TestCase, TestJob } from '../../ports/workshop.ts';
import { readUntrusted } from './workshop-folder.ts';

const MAX_RESULT_BYTES = 64 * 1024 * 1024;
const MAX_MESSAGE = 2000;

const NodeEvent = z.object({
  path: z.array(z.string()).min(1),
  file: z.string().optional(),
  passed: z.boolean(),
  suite: z.boolean(),
  skipped: z.boolean(),
  todo: z.boolean(),
  durationMs: z.number().nonnegative().catch(0),
  failureType: z.string().optional(),
  message: z.string().optional(),
});

/** What the reporter says beside results: that files prove their ends, which did and with how much memory at most, and that it has told everything. */
const NodeNote = z.union([z.object({ proofs: z.literal(true) }), z.object({ ended: z.string(), memoryMb: z.number().positive().optional().catch(undefined) }), z.object({ done: z.literal(true) })]);

/** What vitest and jest have in common in their JSON reports. */
const JsonReport = z.object({
  testResults: z.array(z.object({
    name: z.string(),
    status: z.string().optional(),
    message: z.string().optional(),
    assertionResults: z.array(z.object({
      fullName: z.string().optional(),
      title: z.string(),
      ancestorTitles: z.array(z.string()).default([]),
      status: z.string(),
      duration: z.number().nullish(),
      failureMessages: z.array(z.string()).nullish(),
    })),
  })),
});

/** `reported` by Node's runner through its socket; the folder where vitest and jest write; the service's folder as the run saw it. */
export type ResultPlaces = { readonly reported: string; readonly results: string; readonly service: string };

/** What the runner says about each test, with file names relative to the service. Unreadable results are no results. */
export async function readResults(runner: TestJob['runner'], { reported, results, service }: ResultPlaces): Promise<TestCase[]> {
  if (runner === 'node') return fromNode(reported, service);
  const text = await readUntrusted(join(results, 'tests.json'), MAX_RESULT_BYTES);
  return text === undefined ? [] : fromJsonReport(text, service);
}

function fromNode(text: string, service: string): TestCase[] {
  const lines = text.split('\n').filter((line) => line !== '');
  const notes = lines.flatMap((line) => parseJson(NodeNote, line) ?? []);
  const ended = new Map(notes.flatMap((note) => ('ended' in note ? [[relativeTo(service, note.ended), note.memoryMb] as const] : [])));
  // Of a run that was stopped nobody could prove anything more: what had passed until then is told.
  const mustProve = notes.some((note) => 'proofs' in note) && notes.some((note) => 'done' in note);
  const cases = nodeCases(lines, service).map((each) => {
    const memoryMb = each.file === undefined ? undefined : ended.get(each.file);
    return memoryMb === undefined ? each : { ...each, memoryMb };
  });
  return mustProve ? cases.map((each) => (each.status === 'passed' && (each.file === undefined || !ended.has(each.file)) ? { ...each, status: 'failed', message: UNPROVEN } : each)) : cases;
}

const UNPROVEN = 'Its file ended before its tests had run to their end, so it is not believed.';

function nodeCases(lines: readonly string[], service: string): TestCase[] {
  return lines.flatMap((line) => {
    const event = parseJson(NodeEvent, line);
    if (event === undefined) return [];
    const file = event.file === undefined ? undefined : relativeTo(service, event.file);
    // A suite that failed only because a test in it did says nothing new; a file without tests is not a test.
    if (event.suite && (event.passed || event.failureType === 'subtestsFailed')) return [];
    if (event.passed && event.path.length === 1 && relativeTo(service, event.path[0] ?? '') === file) return [];
    const status = event.skipped || event.todo ? 'skipped' : event.passed ? 'passed' : 'failed';
    return [testCase(event.path.join(' > '), file, status, event.durationMs, event.message)];
  });
}

function fromJsonReport(text: string, service: string): TestCase[] {
  const report = parseJson(JsonReport, text);
  return (report?.testResults ?? []).flatMap((suite) => {
    const file = relativeTo(service, suite.name);
    const tests = suite.assertionResults.map((test) => {
      const status = test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped';
      return testCase([...test.ancestorTitles, test.title].join(' > '), file, status, test.duration ?? 0, test.failureMessages?.[0]);
    });
    const brokenFile = suite.status === 'failed' && !tests.some((test) => test.status === 'failed');
    return brokenFile ? [...tests, testCase(file, file, 'failed', 0, suite.message)] : tests;
  });
}

function testCase(name: string, file: string | undefined, status: TestCase['status'], durationMs: number, message: string | undefined): TestCase {
  return {
    name, status, durationMs,
    ...(file === undefined ? {} : { file }),
    ...(message === undefined || message === '' ? {} : { message: message.slice(0, MAX_MESSAGE) }),
  };
}

const relativeTo = (service: string, file: string): string => (isAbsolute(file) ? relative(service, file) : file);

function parseJson<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
