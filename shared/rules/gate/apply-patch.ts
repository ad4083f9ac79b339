import type { FileChange } from '../../domain/remedy.ts';

export type Files = ReadonlyMap<string, string>;

export type AppliedPatch = { readonly ok: true; readonly files: Files } | { readonly ok: false; readonly conflicts: readonly { readonly path: string; readonly reason: string }[] };

/** The files with the changes made; or every place where `before` is not what is there, and then nothing is changed. */
export function applyPatch(files: Files, changes: readonly FileChange[]): AppliedPatch {
  const conflicts = changes.flatMap(({ path, before }, index) => {
    const present = files.get(path) ?? null;
    if (changes.findIndex((change) => change.path === path) !== index) return [{ path, reason: 'is changed twice' }];
    if (present === before) return [];
    if (before === null) return [{ path, reason: 'exists already, though the patch creates it' }];
    return [{ path, reason: present === null ? 'does not exist, though the patch changes it' : 'differs from what the patch was made on' }];
  });
  if (conflicts.length > 0) return { ok: false, conflicts };
  const result = new Map(files);
  for (const { path, after } of changes) {
    if (after === null) result.delete(path);
    else result.set(path, after);
  }
  return { ok: true, files: result };
}
