import type { Claim } from '../../shared/domain/claim.ts';
import type { Risk } from '../../shared/domain/opportunity.ts';
import type { FileChange } from '../../shared/domain/remedy.ts';
import { isConfigurationChange } from '../../shared/rules/gate/configuration-change.ts';
import { applyEdits, type TextEdit } from './edits/text-edit.ts';
import { newProblems } from './program/new-problems.ts';
import type { TargetProgram } from './program/target-program.ts';
import { abstain, type RecipeInput, type RecipeResult } from './recipe.ts';

/** A recipe's change before it is checked: edits per path, whole new files, and what to say about it. */
export type Draft = {
  readonly recipe: string;
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  readonly newFiles?: ReadonlyMap<string, string>;
  readonly title: string;
  readonly reason: string;
  /** Absent where nothing can be held to it: a change of configuration. */
  readonly claim?: Claim;
  readonly confidence: number;
  readonly risk: Risk;
};

/** The patch of a draft. Abstains when it leaves the target's scope, changes nothing, or the compiler has something new to say. */
export function patchFromDraft(input: RecipeInput, target: TargetProgram, draft: Draft): RecipeResult {
  const files = fileChanges(target.files, draft);
  if (files.length === 0) abstain('the source already is as the recipe would leave it');
  const outside = files.find((file) => !isInScope(file.path, input.target.scope) && !isConfigurationChange(file));
  if (outside) abstain(`the change would touch ${outside.path}, which is outside the target's scope`);
  const problems = problemsOf(target, files);
  if (problems[0] !== undefined) abstain(`the rewritten code would not compile: ${problems[0]}`);
  const { recipe, title, reason, claim, confidence, risk } = draft;
  return { kind: 'patch', patch: { kind: 'patch', author: { kind: 'recipe', name: recipe }, title, reason, baseCommit: input.tree.commit, files, ...(claim === undefined ? {} : { claim }), confidence, risk } };
}

/** What the compiler says anew about the target with these changes. */
export const problemsOf = (target: TargetProgram, files: readonly FileChange[]) => newProblems(target, target.withFiles(new Map(files.map(({ path, after }) => [path, after]))));

/** The whole files that the edits and new files of a draft make. */
export function fileChanges(before: ReadonlyMap<string, string>, draft: Pick<Draft, 'edits' | 'newFiles'>): FileChange[] {
  const changed = [...draft.edits].flatMap(([path, edits]) => {
    const text = before.get(path);
    if (text === undefined) throw new Error(`The recipe edits ${path}, which is not in the tree.`);
    const after = applyEdits(text, edits);
    return after === text ? [] : [{ path, before: text, after }];
  });
  const created = [...(draft.newFiles ?? [])].map(([path, after]) => ({ path, before: null, after }));
  return [...changed, ...created];
}

export const isInScope = (path: string, scope: readonly string[]) =>
  scope.some((prefix) => {
    const folder = prefix.replace(/^\.\/?/, '').replace(/\/$/, '');
    return folder === '' || path === folder || path.startsWith(`${folder}/`);
  });
