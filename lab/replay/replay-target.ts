import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { RecordingProblem } from './history-folder.ts';
import type { Target } from '../../shared/domain/target.ts';

/** What `target.json` may say; everything has a default. */
const ReplayTarget = z.looseObject({
  id: z.string().min(1).max(60).optional(),
  functionName: z.string().optional(),
  alias: z.string().optional(),
  limits: z.object({ timeoutSeconds: z.number().positive(), memoryMb: z.number().int().positive(), concurrency: z.number().int().positive() }).partial().optional(),
});

/** Limits where nobody tells them: long enough and large enough that they raise nothing by themselves; the REPORT lines tell memory anyway. */
const LIMITS: Target['limits'] = { timeoutSeconds: 30, memoryMb: 1024, concurrency: 1000 };

/** The target of a recorded history: `target.json` in its folder, or one with defaults. Throws when the file is there and cannot be understood. */
export const replayTarget = async (file: string | undefined): Promise<Target> => {
  const given = file === undefined ? {} : parsed(file, await readFile(file, 'utf8'));
  const id = given.id ?? 'replayed';
  const { timeoutSeconds, memoryMb, concurrency } = { ...LIMITS, ...given.limits };
  return {
    id,
    functionName: given.functionName ?? id,
    alias: given.alias ?? 'live',
    shared: false,
    repository: { location: '.', branch: 'main', directory: '.' },
    entry: 'index.ts',
    handlerExport: 'handler',
    test: { command: ['true'], runner: 'node' },
    limits: { timeoutSeconds: timeoutSeconds ?? LIMITS.timeoutSeconds, memoryMb: memoryMb ?? LIMITS.memoryMb, concurrency: concurrency ?? LIMITS.concurrency },
    environment: {},
    autonomy: { recipe: 'observe', model: 'observe', person: 'observe' },
    scope: ['.'],
  };
};

const parsed = (file: string, text: string): z.infer<typeof ReplayTarget> => {
  try {
    return ReplayTarget.parse(JSON.parse(text));
  } catch (error) {
    throw new RecordingProblem(`${file} does not describe a target: ${error instanceof z.ZodError ? error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ') : String(error)}. Correct it, or leave it out.`, { cause: error });
  }
};
