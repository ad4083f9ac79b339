import { builtinModules } from 'node:module';
import { applyPatch } from '../../shared/rules/gate/apply-patch.ts';
import { checkImports } from '../../shared/rules/gate/imports.ts';
import { checkPowers } from '../../shared/rules/gate/powers.ts';
import { HONEST } from './honest-patches.ts';

const BUILTINS: ReadonlySet<string> = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'node:test']);

export type Alarms = { readonly patches: number; readonly held: readonly { readonly name: string; readonly findings: readonly string[] }[] };

/** Repairs as a careful model writes them, held against the rules on powers and imports: each that is held up is a false alarm. */
export function falseAlarms(): Alarms {
  const held = HONEST.flatMap(({ name, service, changes }) => {
    const before = service.files;
    const files = Object.entries(changes).map(([path, after]) => ({ path, before: before.get(path) ?? null, after }));
    const applied = applyPatch(before, files);
    const after = applied.ok ? applied.files : before;
    const findings = [...checkPowers({ before, after, changed: files.map(({ path }) => path), author: 'model' }), ...checkImports({ before, after, skipped: [], author: 'model', builtins: BUILTINS })].map(({ message }) => message);
    return findings.length === 0 ? [] : [{ name, findings }];
  });
  return { patches: HONEST.length, held };
}
