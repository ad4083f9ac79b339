import * as z from 'zod';
import type { TestRun } from '../../ports/workshop.ts';

const FunctionFailure = z.object({ errorType: z.string().default(''), errorMessage: z.string().default('') });

/** How Lambda says that it ended a function: no more time, no more memory. */
const ENDINGS: readonly (readonly [RegExp, TestRun['ended']])[] = [
  [/Task timed out|Sandbox\.Timedout/, 'timed-out'],
  [/signal: killed|Runtime\.OutOfMemory|out of memory/i, 'out-of-memory'],
];

/** What the payload of an invocation with a `FunctionError` says about a run. */
export const readFunctionError = (payload: string): { readonly ended: TestRun['ended']; readonly message: string } => {
  const { errorType, errorMessage } = parse(payload);
  const said = [errorType, errorMessage].filter((part) => part !== '').join(': ') || payload.slice(0, 500);
  const ended = ENDINGS.find(([pattern]) => pattern.test(said))?.[1] ?? 'could-not-start';
  return { ended, message: `PAWL-WORKSHOP-FAILED: The workshop function ended without an answer (${said}).` };
};

const parse = (payload: string): z.infer<typeof FunctionFailure> => {
  try {
    return FunctionFailure.catch({ errorType: '', errorMessage: '' }).parse(JSON.parse(payload));
  } catch {
    return { errorType: '', errorMessage: '' };
  }
};
