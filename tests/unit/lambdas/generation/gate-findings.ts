import { builtinModules } from 'node:module';
import type { Patch } from '../../../../shared/domain/remedy.ts';
import { applyPatch } from '../../../../shared/rules/gate/apply-patch.ts';
import { isConfigurationChange } from '../../../../shared/rules/gate/configuration-change.ts';
import { checkImports } from '../../../../shared/rules/gate/imports.ts';
import { checkScope } from '../../../../shared/rules/gate/patch-scope.ts';
import { checkPowers } from '../../../../shared/rules/gate/powers.ts';

const BUILTINS: ReadonlySet<string> = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'node:test']);

/** What the gate has against a recipe's patch without running it: scope, powers, imports. A recipe that the gate refuses is of no use. */
export function gateFindings(files: ReadonlyMap<string, string>, patch: Patch, scope: string): string[] {
  const before = new Map([...files].filter(([path]) => !path.startsWith('node_modules/')));
  const applied = applyPatch(before, patch.files);
  if (!applied.ok) return applied.conflicts.map(({ path, reason }) => `${path} ${reason}`);
  const changed = patch.files.map(({ path }) => path);
  return [
    ...checkScope(patch, { scope: [scope] }, isConfigurationChange),
    ...checkPowers({ before, after: applied.files, changed, author: patch.author.kind }),
    ...checkImports({ before, after: applied.files, skipped: [], author: patch.author.kind, builtins: BUILTINS }),
  ].map(({ message }) => message);
}
