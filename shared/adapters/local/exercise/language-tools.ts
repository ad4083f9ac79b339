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
 * How one test file is run. The word that proves that it ran to its end is the first line of standard input, inside one line of
 * JSON with `settings`; where the program itself has to carry it, `files` puts it there.
 */
export type TestPlan = Missing | (Toolchain & {
  readonly kind: 'by-program';
  readonly settings?: (places: Places) => object;
  /** Files to add or put in the place of others, once the word is known. */
  readonly files?: (word: string) => ReadonlyMap<string, string>;
  readonly call: (places: Places) => ToolCall;
});

export type Check = Exclude<ExerciseStep, 'tests'>;

/** What Pawl knows of one language. */
export type LanguageTools = {
  readonly check: (step: Check, job: ExerciseJob) => Promise<CheckPlan>;
  readonly test: (job: ExerciseJob, path: string) => Promise<TestPlan>;
};
