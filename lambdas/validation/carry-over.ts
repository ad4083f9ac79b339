import { applyPatch, structuredPatch } from 'diff';
import type { FileChange, Patch } from '../../shared/domain/remedy.ts';
import type { SourceTree } from '../../shared/ports/source-repository.ts';

export type CarriedOver = { readonly ok: true; readonly patch: Patch } | { readonly ok: false; readonly paths: readonly string[] };

/** The same change on another commit: files as they are there, with the patch's hunks applied exactly. `paths` are where it no longer fits. */
export const carryOver = (patch: Patch, tree: SourceTree): CarriedOver => {
  const carried = patch.files.map((file) => ({ path: file.path, change: carryFile(file, tree.files.get(file.path) ?? null) }));
  const paths = carried.filter(({ change }) => change === undefined).map(({ path }) => path);
  if (paths.length > 0) return { ok: false, paths };
  const files = carried.flatMap(({ change }) => (change && change.before !== change.after ? [change] : []));
  return { ok: true, patch: { ...patch, baseCommit: tree.commit, files } };
};

const carryFile = ({ path, before, after }: FileChange, present: string | null): FileChange | undefined => {
  if (present === before || present === after) return { path, before: present, after };
  if (present === null || before === null || after === null) return undefined;
  const applied = applyPatch(present, structuredPatch(path, path, before, after, '', '', { context: 3 }));
  return applied === false ? undefined : { path, before: present, after: applied };
};
