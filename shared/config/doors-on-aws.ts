import { DoorsConfig, NO_DOORS } from './doors.ts';
import type { Problem } from './problem.ts';
import { problemsOf } from './problems-of.ts';
import type { Environment } from './settings-from-environment.ts';

/** Holds the `doors` section of a deployed `api`, as JSON. */
export const DOORS_VARIABLE = 'PAWL_DOORS';

export type DoorsResult = { readonly ok: true; readonly doors: DoorsConfig } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads a `doors` section; all problems at once, each with its path. */
export const readDoors = (section: unknown, path: readonly PropertyKey[]): DoorsResult => {
  const problems = problemsOf(DoorsConfig, section, path);
  const parsed = DoorsConfig.safeParse(section);
  return parsed.success ? { ok: true, doors: parsed.data } : { ok: false, problems };
};

/** Who comes in through the doors of a deployed function, from `PAWL_DOORS`. */
export const doorsOnAws = (environment: Environment): DoorsResult => {
  const text = environment[DOORS_VARIABLE] ?? '';
  if (text === '') return { ok: true, doors: NO_DOORS };
  try {
    return readDoors(JSON.parse(text), [DOORS_VARIABLE]);
  } catch (error) {
    return { ok: false, problems: [{ path: DOORS_VARIABLE, message: `is not JSON: ${error instanceof Error ? error.message : String(error)}`, advice: 'correct the doors and deploy the loop again' }] };
  }
};
