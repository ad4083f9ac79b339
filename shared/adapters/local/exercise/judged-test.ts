import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { ExerciseJob } from '../../../ports/exercise.ts';
import type { TestCase } from '../../../ports/workshop.ts';
import type { Isolation } from '../workshop-isolation.ts';
import type { ProcessRun } from '../workshop-process.ts';
import { runConfined } from './confined-run.ts';
import type { TestPlan } from './language-tools.ts';

/** What a judge inside says beside the word: the cases of a test file that has several, and why it failed. */
const Told = z.object({
  results: z.array(z.object({ name: z.string(), status: z.enum(['passed', 'failed', 'skipped']), durationMs: z.number().nonnegative().catch(0), message: z.string().exactOptional() })).default([]),
  failures: z.array(z.string()).default([]),
  memoryMb: z.number().positive().exactOptional(),
});

const MAX_MESSAGE = 2000;

export type JudgedTest = { readonly cases: readonly TestCase[]; readonly peakMemoryMb: number | undefined };

/**
 * Runs one test file. It passed only if the process ended with 0 and the judge inside said, with a word that the code under test
 * is not told, that the file ran to its end without a failure. What is printed, and an exit code alone, prove nothing.
 */
export async function runJudgedTest(job: ExerciseJob, path: string, plan: Extract<TestPlan, { kind: 'by-program' }>, isolation: Isolation): Promise<JudgedTest> {
  const word = randomUUID().replaceAll('-', '');
  const files = new Map([...job.files, ...(plan.files?.() ?? [])]);
  const run = await runConfined({ ...plan, job: { ...job, files }, input: (places) => `${plan.input(word, places)}\n` }, isolation);
  const said = readVerdict(`${run.reported}\n${run.output}`, word);
  const output = withoutWord(run.output, word);
  const peakMemoryMb = Math.max(run.peakMemoryMb ?? 0, said?.told.memoryMb ?? 0) || undefined;
  const passed = run.ended === 'exited' && run.exitCode === 0 && said?.verdict === 'passed' && !said.told.results.some(({ status }) => status === 'failed');
  const measured = { durationMs: Math.round(run.durationMs), ...(peakMemoryMb === undefined ? {} : { memoryMb: peakMemoryMb }) };
  const told = said?.told.results ?? [];
  const several = (told.length > 0 ? told : (plan.cases?.(output) ?? [])).map((each) => ({ ...each, file: path }));
  if (passed) return { cases: several.length > 0 ? several : [{ name: path, file: path, status: 'passed', ...measured }], peakMemoryMb };
  const message = withoutWord(reasonOf(run, said?.told.failures ?? [], said === undefined, output), word).slice(0, MAX_MESSAGE);
  const isTold = several.some(({ status }) => status === 'failed') && said?.told.failures.length === 0;
  // A run that did not end as it should have proves none of its tests.
  const proven = isTold ? several : several.filter(({ status }) => status !== 'passed');
  return { cases: isTold || (run.exitCode !== 0 && proven.some(({ status }) => status === 'failed') && said === undefined) ? proven.map((each) => (each.status === 'failed' ? { message, ...each } : each)) : [...proven, { name: path, file: path, status: 'failed', message, ...measured }], peakMemoryMb };
}

function readVerdict(text: string, word: string): { readonly verdict: 'passed' | 'failed'; readonly told: z.infer<typeof Told> } | undefined {
  const lines = text.split('\n').filter((line) => line.startsWith(`${word} `));
  // Once said to have failed, it has failed.
  const line = lines.find((each) => each.startsWith(`${word} failed`)) ?? lines[0];
  if (line === undefined) return undefined;
  const [, verdict, json = ''] = /^\S+ (passed|failed) ?(.*)$/.exec(line) ?? [];
  if (verdict !== 'passed' && verdict !== 'failed') return undefined;
  return { verdict, told: parseTold(json) };
}

function parseTold(json: string): z.infer<typeof Told> {
  try {
    return Told.safeParse(JSON.parse(json === '' ? '{}' : json)).data ?? { results: [], failures: [] };
  } catch {
    return { results: [], failures: [] };
  }
}

function reasonOf(run: ProcessRun, failures: readonly string[], unsaid: boolean, output: string): string {
  const tail = output.trim().split('\n').slice(-20).join('\n');
  if (run.ended !== 'exited') return `${run.ended}: ${tail}`;
  if (failures.length > 0) return failures.join('\n');
  if (run.exitCode !== 0) return `It ended with ${run.exitCode ?? 'a signal'}: ${tail}`;
  return unsaid ? `It ended with 0 before the test had run to its end.${tail === '' ? '' : ` Printed: ${tail}`}` : `A test failed: ${tail}`;
}

const withoutWord = (text: string, word: string): string => text.split('\n').filter((line) => !line.startsWith(`${word} `)).join('\n').replaceAll(word, '…');
