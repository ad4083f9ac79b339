import type { TestCase, WorkshopFiles } from './workshop.ts';

export type Language = 'javascript' | 'typescript' | 'python' | 'java' | 'go' | 'rust' | 'php' | 'ruby';

export type ExerciseStep = 'syntax' | 'lint' | 'types' | 'tests';

/** Files of any language to check and test. A test that ends with a failed assertion or a non-zero exit fails. */
export type ExerciseJob = {
  readonly language: Language;
  readonly files: WorkshopFiles;
  /** Which of the files are tests: each is run as its language's tests are. */
  readonly tests: readonly string[];
  readonly steps: readonly ExerciseStep[];
  /** Installed packages of JavaScript or TypeScript, shown as `node_modules`. */
  readonly dependencies: string | undefined;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
};

export type StepRun = {
  readonly step: ExerciseStep;
  /** `not-available`: this machine lacks the tool; `detail` says which, and how to get it. */
  readonly status: 'passed' | 'failed' | 'not-available';
  readonly tool: string | undefined;
  readonly detail: string;
  readonly findings: readonly { readonly path?: string; readonly line?: number; readonly message: string }[];
  /** Of the step `tests`: each with its own time. */
  readonly tests: readonly TestCase[];
  readonly durationMs: number;
  readonly peakMemoryMb: number | undefined;
};

export type ExerciseRun = { readonly steps: readonly StepRun[]; readonly isolation: 'sandbox' | 'none' };

/** Checks and tests code in any of the languages, in the same isolation as `Workshop.test`. */
export interface Exerciser {
  exercise(job: ExerciseJob): Promise<ExerciseRun>;
}
