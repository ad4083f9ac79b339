import type { ExerciseJob, ExerciseStep, StepRun } from '../../../ports/exercise.ts';
import type { ProcessRun } from '../workshop-process.ts';
import type { Shown } from '../workshop-sandbox.ts';

export type Finding = StepRun['findings'][number];

/** Where things lie for the program that is run: inside the sandbox, or in a folder of this machine where there is none. */
export type Places = { readonly service: string; readonly judge: string; readonly node: string };

export type ToolCall = { readonly argv: readonly string[]; readonly environment?: Readonly<Record<string, string>> };

/** `shown`: what of this machine the tool needs beside `/usr`; `etc`: names of folders of `/etc` among them. */
export type Toolchain = { readonly tool: string; readonly shown?: readonly Shown[]; readonly etc?: readonly string[] };

export type Missing = { readonly kind: 'not-available'; readonly detail: string };

/** How a check is made: by a program on all files, or by Pawl itself, which never runs them. */
export type CheckPlan =
  | Missing
  | { readonly kind: 'by-pawl'; readonly tool: string; readonly findings: readonly Finding[] }
  | (Toolchain & { readonly kind: 'by-program'; readonly call: (places: Places) => ToolCall; readonly findings: (run: ProcessRun) => readonly Finding[] });

/**
 * How one test file is run. `input` is what its program finds on standard input: the word that proves that the file ran to its end,
 * and what the judge needs beside. Whoever judges inside says `WORD passed {…}` or `WORD failed {…}`, on a line of its own.
 */
export type TestPlan = Missing | (Toolchain & {
  readonly kind: 'by-program';
  readonly input: (word: string, places: Places) => string;
  /** Files to add or put in the place of others. */
  readonly files?: () => ReadonlyMap<string, string>;
  readonly call: (places: Places) => ToolCall;
  /** The single tests of a file, read from what its runner printed: believed only where the file as a whole is proven. */
  readonly cases?: (output: string) => readonly PrintedCase[];
});

export type PrintedCase = { readonly name: string; readonly status: 'passed' | 'failed' | 'skipped'; readonly durationMs: number };

export type Check = Exclude<ExerciseStep, 'tests'>;

/** What Pawl knows of one language. */
export type LanguageTools = {
  readonly check: (step: Check, job: ExerciseJob) => Promise<CheckPlan>;
  readonly test: (job: ExerciseJob, path: string) => Promise<TestPlan>;
};
