import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { CodeSite } from '../../../../shared/domain/code-site.ts';
import type { Opportunity } from '../../../../shared/domain/opportunity.ts';
import type { Recipe, RecipeResult } from '../../../../lambdas/generation/recipe.ts';
import { remedyFromRecipes } from '../../../../lambdas/generation/remedy-from-recipes.ts';
import { changedLines, parseCase, sitesIn } from './recipe-case.ts';
import { inputWith } from './recipe-input.ts';

/** Why a recipe finds nothing to do where it has been: its own work, not a missing place. */
const ALREADY_DONE = /not found elsewhere|already|no function awaits two|time limit|takes an abort signal|no call on the measured line|is made only|spells out/;

const FOLDER = new URL('../../../fixtures/recipes/', import.meta.url);

/** Declares a test for every case file of a recipe's folder. `opportunityOf` makes the evidence. */
export function describeCases(recipe: Recipe, opportunityOf: (sites: CodeSite[], settings: ReadonlyMap<string, string>) => Opportunity): void {
  const folder = new URL(`${recipe.name}/`, FOLDER);
  for (const file of readdirSync(folder).sort()) {
    const example = parseCase(file, readFileSync(new URL(file, folder), 'utf8'));
    const run = (files: ReadonlyMap<string, string>): RecipeResult | undefined =>
      remedyFromRecipes(inputWith(files, opportunityOf(sitesIn(files, example.sites, sitesIn(example.files, example.sites)), example.settings), example.settings), [recipe])[0];

    if (example.abstains) {
      test(`${recipe.name} leaves alone: ${file.replace('.txt', '')}`, () => {
        const result = run(example.files);
        expect(result).toMatchObject({ kind: 'abstained', recipe: recipe.name });
        expect(result?.kind === 'abstained' ? result.reason : '').toMatch(example.abstains ?? /$^/);
      });
      continue;
    }

    test(`${recipe.name} rewrites: ${file.replace('.txt', '')}`, () => {
      const result = run(example.files);
      expect(result?.kind === 'abstained' ? result.reason : 'a patch').toBe('a patch');
      if (result?.kind !== 'patch') return;
      const { patch } = result;
      expect(Object.fromEntries(patch.files.filter(({ before }) => before !== null).map((change) => [change.path, changedLines(change)]))).toEqual(Object.fromEntries(example.diffs));

      const after = new Map(example.files);
      for (const change of patch.files) if (change.after !== null) after.set(change.path, change.after);
      const again = run(after);
      expect(again?.kind === 'abstained' ? again.reason : 'rewritten twice').toMatch(ALREADY_DONE);
    });
  }
}
