import type { CheckFinding } from '../../domain/check.ts';
import type { Files } from './apply-patch.ts';
import { measureFunctions } from './cyclomatic.ts';
import { isCodePath, isTestPath } from './source-path.ts';

/** A function must stay below this (required: "complexity < 10 per function"). */
export const COMPLEXITY_LIMIT = 10;
/** A function that is above the limit already may still be repaired, as long as it gains no more than this. */
export const ALLOWED_RISE = 2;

export type ComplexityResult = { readonly findings: readonly CheckFinding[]; readonly worstRise: number };

/**
 * Functions that a change makes too complex. A new function must be below ten. A changed one must be below ten too, or, where it was
 * complex before, not rise by more than two. `worstRise`: the largest rise of a changed function. Tests are not measured.
 */
export function checkComplexity(before: Files, after: Files, changed: readonly string[]): ComplexityResult {
  let worstRise = 0;
  const findings = changed.filter((path) => isCodePath(path) && !isTestPath(path)).flatMap((path) => {
    const [measured, remeasured] = [before, after].map((files) => measureFunctions(path, files.get(path) ?? ''));
    const asTheyWere = new Set(measured?.map(({ text }) => text));
    const old = new Map(measured?.map((each) => [each.name, each]));
    // Names of the nameless are numbered and shift with what comes before them, so what is still there word by word is known by that.
    return (remeasured ?? []).filter(({ text }) => !asTheyWere.has(text)).flatMap(({ name, line, complexity }): CheckFinding[] => {
      const previous = old.get(name);
      const rise = previous === undefined ? 0 : complexity - previous.complexity;
      worstRise = Math.max(worstRise, rise);
      if (complexity < COMPLEXITY_LIMIT || (previous !== undefined && rise <= ALLOWED_RISE)) return [];
      const compared = previous === undefined ? 'is new' : `had ${previous.complexity}`;
      return [{ message: `${name} in ${path} has a cyclomatic complexity of ${complexity} (it ${compared}); below ${COMPLEXITY_LIMIT} is wanted.`, advice: 'Move branches into functions of their own.', path, line }];
    });
  });
  return { findings, worstRise };
}
