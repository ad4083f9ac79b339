import { placeTest } from '../edits/place-module.ts';
import { testText } from '../edits/test-text.ts';
import { problemsOf } from '../patch-from-draft.ts';
import type { TargetProgram } from '../program/target-program.ts';
import type { RecipeInput } from '../recipe.ts';
import type { Drive } from './drive.ts';

/** A test that a recipe writes for its change, or a sentence that says why there is none. */
export type RecipeTest = { readonly path: string; readonly text: string } | { readonly none: string };

/** The test's file: where this target keeps its tests, in their style. `cases` in the language of `test-text.ts`, `suffix` as in `-batch`. */
export function recipeTest(input: RecipeInput, target: TargetProgram, { source, imports }: Drive, cases: string, suffix: string): RecipeTest {
  const path = target.pathOf(source) ?? '';
  const place = placeTest(input, target, source, path, /\.[^.]+$/.exec(path)?.[0] ?? '.ts', suffix);
  if (place === undefined) return { none: 'the target has no tests to go by' };
  const text = testText(input.target.test.runner, { name: imports, specifier: place.specifier, cases }, place.module, place.style);
  const problem = problemsOf(target, [{ path: place.path, before: null, after: text }])[0];
  return problem === undefined ? { path: place.path, text } : { none: `it would not compile (${problem})` };
}

/** The new files and the sentence for the patch's reason. */
export const testFiles = (test: RecipeTest): { readonly newFiles: ReadonlyMap<string, string>; readonly sentence: string } =>
  'none' in test
    ? { newFiles: new Map(), sentence: `No test is added: ${test.none}. Validation measures whether the existing tests run the changed lines.` }
    : { newFiles: new Map([[test.path, test.text]]), sentence: `The change's own test is ${test.path}.` };
