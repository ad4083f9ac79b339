import { builtinModules } from 'node:module';
import type { FileChange, Patch } from '../../../shared/domain/remedy.ts';
import type { Target } from '../../../shared/domain/target.ts';
import { hasInvisible } from '../../../shared/rules/firewall/visible.ts';
import { applyPatch } from '../../../shared/rules/gate/apply-patch.ts';
import { checkImports } from '../../../shared/rules/gate/imports.ts';
import { checkScope } from '../../../shared/rules/gate/patch-scope.ts';
import { checkPowers } from '../../../shared/rules/gate/powers.ts';
import { checkSyntax } from '../../../shared/rules/gate/syntax.ts';
import { newProblems } from '../program/new-problems.ts';
import type { TargetProgram } from '../program/target-program.ts';
import { isTestPath } from '../reading/callee.ts';
import { importGraph } from '../prompting/import-graph.ts';
import { isTooDeep } from './too-deep.ts';

export type OwnChecks = {
  readonly target: Target;
  readonly program: TargetProgram;
  readonly skipped: readonly string[];
  /** The evidence is about requests that fail: a test must show it. */
  readonly needsTest: boolean;
};

const BUILTINS: ReadonlySet<string> = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

/**
 * What the gate would say at once, said before it is asked: scope, syntax, imports, powers, types of the changed files and those that import them, a missing
 * test. Sentences for whoever wrote the patch; none of this replaces the gate.
 */
export function ownChecks({ files, author }: { readonly files: readonly FileChange[]; readonly author: Patch['author'] }, { target, program, skipped, needsTest }: OwnChecks): string[] {
  const changed = files.map(({ path }) => path);
  const applied = applyPatch(program.files, files);
  if (!applied.ok) return applied.conflicts.map(({ path, reason }) => `${path} ${reason}.`);
  const after = applied.files;
  const deep = files.filter(({ path, before, after: text }) => text !== null && isTooDeep(path, text) && !(before !== null && isTooDeep(path, before))).map(({ path }) => `${path}: it nests too deeply to be read; write it in plain statements.`);
  if (deep.length > 0) return deep;
  const bounds = [
    ...checkScope({ files: [...files], author }, target), ...checkSyntax(after, changed),
  ];
  const unseen = files.filter(({ before, after: text }) => text !== null && hasInvisible(text) && !(before !== null && hasInvisible(before))).map(({ path }) => `${path}: it holds invisible characters; write visible text only.`);
  if (bounds.length > 0 || unseen.length > 0) return [...bounds.map(sentence), ...unseen];
  const means = [
    ...checkImports({ before: program.files, after, skipped, author: author.kind, builtins: BUILTINS }),
    ...checkPowers({ before: program.files, after, changed, author: author.kind }),
  ];
  const graph = importGraph(after);
  const near = new Set([...changed, ...changed.flatMap((path) => graph.importers(path))]);
  const types = newProblems(program, program.withFiles(new Map(files.map(({ path, after: text }) => [path, text]))), near);
  const test = needsTest && !files.some(({ path, before }) => before === null && isTestPath(path)) ? ['There is no new test file. Add one with a test that fails on the code as it is and passes on yours.'] : [];
  return [...means.map(sentence), ...types.map((problem) => `It does not compile: ${problem}`), ...test];
}

const sentence = ({ message, advice, line }: { readonly message: string; readonly advice: string; readonly line?: number | undefined }): string => `${message}${line === undefined ? '' : ` (line ${line})`} ${advice}`;
