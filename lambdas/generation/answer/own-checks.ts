import { builtinModules } from 'node:module';
import type { Cause } from '../../../shared/domain/cause.ts';
import type { CheckFinding, CheckName } from '../../../shared/domain/check.ts';
import type { FileChange, Patch } from '../../../shared/domain/remedy.ts';
import type { Target } from '../../../shared/domain/target.ts';
import { hasInvisible } from '../../../shared/rules/firewall/visible.ts';
import { applyPatch } from '../../../shared/rules/gate/apply-patch.ts';
import { checkImports } from '../../../shared/rules/gate/imports.ts';
import { checkScope } from '../../../shared/rules/gate/patch-scope.ts';
import { checkPowers } from '../../../shared/rules/gate/powers.ts';
import { checkSyntax } from '../../../shared/rules/gate/syntax.ts';
import { causeOfFinding } from '../../../shared/rules/lessons/causes.ts';
import { newProblems } from '../program/new-problems.ts';
import type { TargetProgram } from '../program/target-program.ts';
import { isTestPath } from '../reading/callee.ts';
import { importGraph } from '../prompting/import-graph.ts';
import { isTooDeep } from '../../../shared/rules/gate/too-deep.ts';

export type OwnChecks = {
  readonly target: Target;
  readonly program: TargetProgram;
  readonly skipped: readonly string[];
  /** The evidence is about requests that fail: a test must show it. */
  readonly needsTest: boolean;
};

/** A sentence for whoever wrote the patch, and what it was that went wrong, for later ones. */
export type OwnFinding = { readonly text: string; readonly cause: Cause };

const BUILTINS: ReadonlySet<string> = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

/**
 * What the gate would say at once, said before it is asked: scope, syntax, imports, powers, types of the changed files and those that import them, a missing
 * test. None of this replaces the gate.
 */
export function ownChecks({ files, author }: { readonly files: readonly FileChange[]; readonly author: Patch['author'] }, { target, program, skipped, needsTest }: OwnChecks): OwnFinding[] {
  const changed = files.map(({ path }) => path);
  const applied = applyPatch(program.files, files);
  if (!applied.ok) return applied.conflicts.map(({ path, reason }) => said('scope', `${path} ${reason}.`, 'conflict'));
  const after = applied.files;
  const deep = files.filter(({ path, before, after: text }) => text !== null && isTooDeep(path, text) && !(before !== null && isTooDeep(path, before))).map(({ path }) => said('parse', `${path}: it nests too deeply to be read; write it in plain statements.`, 'nesting'));
  if (deep.length > 0) return deep;
  const bounds = [
    ...checkScope({ files: [...files], author }, target).map(found('scope')), ...checkSyntax(after, changed).map(found('parse')),
  ];
  const unseen = files.filter(({ before, after: text }) => text !== null && hasInvisible(text) && !(before !== null && hasInvisible(before))).map(({ path }) => said('scope', `${path}: it holds invisible characters; write visible text only.`, 'invisible'));
  if (bounds.length > 0 || unseen.length > 0) return [...bounds, ...unseen];
  const means = [
    ...checkImports({ before: program.files, after, skipped, author: author.kind, builtins: BUILTINS }).map(found('imports')),
    ...checkPowers({ before: program.files, after, changed, author: author.kind }).map(found('scope')),
  ];
  const graph = importGraph(after);
  const near = new Set([...changed, ...changed.flatMap((path) => graph.importers(path))]);
  const types = newProblems(program, program.withFiles(new Map(files.map(({ path, after: text }) => [path, text]))), near);
  const test = needsTest && !files.some(({ path, before }) => before === null && isTestPath(path)) ? [said('proof', 'There is no new test file. Add one with a test that fails on the code as it is and passes on yours.', 'no-test')] : [];
  return [...means, ...types.map((problem) => said('types', `It does not compile: ${problem}`)), ...test];
}

const said = (check: CheckName, text: string, rule?: string): OwnFinding => ({ text, cause: causeOfFinding(check, { message: text, ...(rule === undefined ? {} : { rule }) }) });

const found = (check: CheckName) => (finding: CheckFinding): OwnFinding => ({ text: sentence(finding), cause: causeOfFinding(check, finding) });

const sentence = ({ message, advice, line }: { readonly message: string; readonly advice: string; readonly line?: number | undefined }): string => `${message}${line === undefined ? '' : ` (line ${line})`} ${advice}`;
