import { availableParallelism } from 'node:os';
import type { ExerciseJob, Exerciser, ExerciseStep, StepRun } from '../../../ports/exercise.ts';
import { findIsolation, type Isolation } from '../workshop-isolation.ts';
import { runConfined } from './confined-run.ts';
import { runJudgedTest } from './judged-test.ts';
import { toolsOf } from './languages.ts';

export type ExerciserOptions = {
  /** `none` runs without the sandbox although there may be one: for tests of what happens then. */
  readonly isolation?: 'sandbox-if-there-is-one' | 'none';
};

/**
 * Checks and tests code in any of the languages with bubblewrap, each test file in a sandbox of its own, several at once.
 * Pawl's own process judges: see `runJudgedTest`. Throws `RangeError` on a file outside the work folder.
 */
export function bubblewrapExerciser({ isolation = 'sandbox-if-there-is-one' }: ExerciserOptions = {}): Exerciser {
  let known: Promise<Isolation> | undefined;
  return {
    async exercise(job) {
      known ??= isolation === 'none' ? Promise.resolve({ kind: 'none', detail: 'The sandbox is switched off.' }) : findIsolation();
      const found = await known;
      const steps: StepRun[] = [];
      for (const step of job.steps) steps.push(step === 'tests' ? await runTests(job, found) : await runCheck(step, job, found));
      return { steps, isolation: found.kind };
    },
  };
}

const NOTHING = { tool: undefined, detail: '', findings: [], tests: [], peakMemoryMb: undefined } as const;

async function runCheck(step: Exclude<ExerciseStep, 'tests'>, job: ExerciseJob, isolation: Isolation): Promise<StepRun> {
  const startedAt = performance.now();
  const done = (change: Partial<StepRun> & Pick<StepRun, 'status'>): StepRun => ({ ...NOTHING, step, durationMs: Math.round(performance.now() - startedAt), ...change });
  const plan = await toolsOf(job.language).check(step, job);
  if (plan.kind === 'not-available') return done({ status: 'not-available', detail: plan.detail });
  if (plan.kind === 'by-pawl') return done({ status: plan.findings.length === 0 ? 'passed' : 'failed', tool: plan.tool, findings: plan.findings });
  const run = await runConfined({ ...plan, job }, isolation);
  const findings = run.ended === 'exited' ? plan.findings(run) : [{ message: `${plan.tool}: ${run.ended}. ${run.output.slice(-500)}` }];
  return done({ status: findings.length === 0 ? 'passed' : 'failed', tool: plan.tool, findings, peakMemoryMb: run.peakMemoryMb });
}

async function runTests(job: ExerciseJob, isolation: Isolation): Promise<StepRun> {
  const startedAt = performance.now();
  const waiting = job.tests.map((path, index) => ({ path, index }));
  const runs: (Awaited<ReturnType<typeof runTest>> | undefined)[] = job.tests.map(() => undefined);
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) runs[next.index] = await runTest(job, next.path, isolation);
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), job.tests.length) }, work));
  const all = runs.filter((run) => run !== undefined);
  const tests = all.flatMap(({ cases }) => cases);
  const missing = all.find(({ missing }) => missing !== undefined)?.missing;
  const failed = tests.filter(({ status }) => status === 'failed');
  const peaks = all.flatMap(({ peakMemoryMb }) => peakMemoryMb ?? []);
  return {
    step: 'tests', status: missing !== undefined ? 'not-available' : failed.length > 0 || tests.length === 0 ? 'failed' : 'passed',
    tool: all[0]?.tool, detail: missing ?? (tests.length === 0 ? 'No test was named.' : ''),
    findings: failed.map(({ name, file, message }) => ({ ...(file === undefined ? {} : { path: file }), message: `${name}: ${message ?? 'failed'}` })),
    tests, durationMs: Math.round(performance.now() - startedAt), peakMemoryMb: peaks.length > 0 ? Math.max(...peaks) : undefined,
  };
}

async function runTest(job: ExerciseJob, path: string, isolation: Isolation) {
  if (!job.files.has(path)) return { tool: undefined, cases: [{ name: path, file: path, status: 'failed' as const, durationMs: 0, message: `The test ${path} is not among the files.` }], missing: undefined, peakMemoryMb: undefined };
  const plan = await toolsOf(job.language).test(job, path);
  if (plan.kind === 'not-available') return { tool: undefined, cases: [], missing: plan.detail, peakMemoryMb: undefined };
  return { tool: plan.tool, missing: undefined, ...(await runJudgedTest(job, path, plan, isolation)) };
}
