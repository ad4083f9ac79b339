import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { CandidateCase } from './candidate-case.ts';

const Task = z.object({ task_id: z.string(), declaration: z.string(), buggy_solution: z.string(), canonical_solution: z.string(), test: z.string() });

export type RepairCase = { readonly task: string; readonly buggy: CandidateCase; readonly working: CandidateCase };

const FILE = 'solution.js';

/** Both solutions of each HumanEvalPack task as candidates that change the other. `undefined` where the file is not there. */
export async function readRepairCases(file: string): Promise<readonly RepairCase[] | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text?.split('\n').filter((line) => line !== '').map((line) => {
    const task = Task.parse(JSON.parse(line));
    const caseOf = (name: string, from: string, to: string): CandidateCase => ({
      id: `${task.task_id} ${name}`, language: 'javascript', files: new Map([[FILE, task.declaration + from]]), candidate: new Map([[FILE, task.declaration + to]]), tests: new Map([['solution.test.js', task.test]]),
    });
    return { task: task.task_id, buggy: caseOf('buggy', task.canonical_solution, task.buggy_solution), working: caseOf('working', task.buggy_solution, task.canonical_solution) };
  });
}
