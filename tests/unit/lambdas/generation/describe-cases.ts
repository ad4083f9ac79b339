import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CodeSite } from '../../../../shared/domain/code-site.ts';
import type { Opportunity } from '../../../../shared/domain/opportunity.ts';
import type { Recipe, RecipeResult } from '../../../../lambdas/generation/recipe.ts';
import { remedyFromRecipes } from '../../../../lambdas/generation/remedy-from-recipes.ts';
import { isTestPath } from '../../../../lambdas/generation/reading/callee.ts';
import { checkComplexity } from '../../../../shared/rules/gate/complexity.ts';
import { gateFindings } from './gate-findings.ts';
import { changedLines, parseCase, sitesIn, type RecipeCase } from './recipe-case.ts';
import { inputWith } from './recipe-input.ts';
import { runCases, type CaseResult } from './run-cases.ts';

/** Why a recipe finds nothing to do where it has been: its own work, not a missing place. */
const ALREADY_DONE = /not found elsewhere|already|no function awaits two|time limit|takes an abort signal|no call on the measured line|is made only|spells out|not made in a loop|not started together|stands on the failing line/;

const FOLDER = new URL('../../../fixtures/recipes/', import.meta.url);

type OpportunityOf = (sites: CodeSite[], settings: ReadonlyMap<string, string>) => Opportunity;

/**
 * Declares the tests of every case file of a recipe's folder. `opportunityOf` makes the evidence. What a recipe writes must compile, change
 * the expected lines only, leave it nothing more to do, and pass the case's tests and those it has written itself.
 */
export function describeCases(recipe: Recipe, opportunityOf: OpportunityOf): void {
  const folder = new URL(`${recipe.name}/`, FOLDER);
  const cases = readdirSync(folder).sort().map((file) => parseCase(file.replace('.txt', ''), readFileSync(new URL(file, folder), 'utf8')));
  describe(recipe.name, () => {
    for (const example of cases.filter(({ abstains }) => abstains !== undefined)) declareRefusal(recipe, example, opportunityOf);
    const rewritten = cases.filter(({ abstains }) => abstains === undefined);
    for (const example of rewritten) declareRewrite(recipe, example, opportunityOf);
    declareRuns(rewritten.map((example) => withChange(example, resultOf(recipe, example, opportunityOf, example.files))));
  });
}

function resultOf(recipe: Recipe, example: RecipeCase, opportunityOf: OpportunityOf, files: ReadonlyMap<string, string>): RecipeResult | undefined {
  const sites = sitesIn(files, example.sites, sitesIn(example.files, example.sites));
  return remedyFromRecipes(inputWith(files, opportunityOf(sites, example.settings), example.settings), [recipe])[0];
}

function declareRefusal(recipe: Recipe, example: RecipeCase, opportunityOf: OpportunityOf): void {
  test(`leaves alone: ${example.name}`, () => {
    const result = resultOf(recipe, example, opportunityOf, example.files);
    expect(result).toMatchObject({ kind: 'abstained', recipe: recipe.name });
    expect(result?.kind === 'abstained' ? result.reason : '').toMatch(example.abstains ?? /$^/);
  });
}

function declareRewrite(recipe: Recipe, example: RecipeCase, opportunityOf: OpportunityOf): void {
  test(`rewrites: ${example.name}`, () => {
    const result = resultOf(recipe, example, opportunityOf, example.files);
    expect(result?.kind === 'abstained' ? result.reason : 'a patch').toBe('a patch');
    if (result?.kind !== 'patch') return;
    const { files } = result.patch;
    const compared = files.filter(({ before, path }) => before !== null || example.diffs.has(path));
    expect(Object.fromEntries(compared.map((change) => [change.path, changedLines(change)]))).toEqual(Object.fromEntries(example.diffs));
    if (example.settings.get('newline') === 'crlf') expect(files.filter(({ after }) => /(?<!\r)\n/.test(after ?? '')).map(({ path }) => path)).toEqual([]);

    const { after } = withChange(example, result);
    expect(checkComplexity(example.files, after, files.map(({ path }) => path)).findings).toEqual([]);

    expect(gateFindings(example.files, result.patch, example.settings.get('scope') ?? '.')).toEqual([]);

    const again = resultOf(recipe, example, opportunityOf, after);
    expect(again?.kind === 'abstained' ? again.reason : 'rewritten twice').toMatch(ALREADY_DONE);
  });
}

type ChangedCase = { readonly example: RecipeCase; readonly after: ReadonlyMap<string, string>; readonly generated: ReadonlyMap<string, string> };

function withChange(example: RecipeCase, result: RecipeResult | undefined): ChangedCase {
  const after = new Map(example.files);
  const generated = new Map<string, string>();
  for (const { path, before, after: text } of result?.kind === 'patch' ? result.patch.files : []) {
    if (text !== null) after.set(path, text);
    if (text !== null && before === null && isTestPath(path)) generated.set(path, text);
  }
  return { example, after, generated };
}

/** All cases of a recipe run in one process on each side. */
function declareRuns(cases: readonly ChangedCase[]): void {
  let before = new Map<string, Map<string, CaseResult>>();
  let after = before;
  const withTests = cases.filter(({ example, generated }) => example.tests.length + example.failingTests.size + generated.size > 0);
  if (withTests.length === 0) return;
  beforeAll(async () => {
    [before, after] = await Promise.all([
      runCases(withTests.map(({ example, generated }) => ({ name: example.name, files: new Map([...example.files, ...example.failingTests, ...generated]), tests: [...example.tests, ...example.failingTests.keys(), ...(example.generatedTestFailsBefore ? generated.keys() : [])] }))),
      runCases(withTests.map(({ example, after: files, generated }) => ({ name: example.name, files: new Map([...files, ...example.failingTests]), tests: [...example.tests, ...example.failingTests.keys(), ...generated.keys()] }))),
    ]);
  }, 120_000);
  for (const { example, generated } of withTests) {
    test(`passes its tests: ${example.name}`, () => {
      const failing = [...example.failingTests.keys(), ...(example.generatedTestFailsBefore ? generated.keys() : [])];
      if (example.generatedTestFailsBefore) expect([...generated.keys()]).not.toEqual([]);
      expect(failuresOf(before, example.name, example.tests)).toEqual([]);
      expect(failing.filter((path) => before.get(example.name)?.get(path)?.failures.length === 0)).toEqual([]);
      expect(failuresOf(after, example.name, [...example.tests, ...example.failingTests.keys(), ...generated.keys()])).toEqual([]);
    });
  }
}

const failuresOf = (results: ReadonlyMap<string, ReadonlyMap<string, CaseResult>>, name: string, paths: readonly string[]): string[] =>
  paths.flatMap((path) => (results.get(name)?.get(path)?.failures ?? ['did not run']).map((failure) => `${path}: ${failure}`));
