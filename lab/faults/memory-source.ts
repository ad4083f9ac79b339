import { createHash } from 'node:crypto';
import type { FileChange } from '../../shared/domain/remedy.ts';
import { SourceConflict, type MergeResult, type SourceRepository } from '../../shared/ports/source-repository.ts';

type Files = ReadonlyMap<string, string>;
type Commit = { readonly parents: readonly string[]; readonly files: Files; readonly message: string };
type Merged = { readonly ok: true; readonly files: Files } | { readonly ok: false; readonly paths: readonly string[] };

/** A repository without git, for tests that need thousands of merges: line by line, for files that keep their number of lines. */
export type MemorySource = SourceRepository & {
  /** What a developer does: files onto a branch (`null` deletes); answers the commit. */
  write(branch: string, files: Readonly<Record<string, string | null>>): string;
};

const isBinary = (text: string): boolean => text.includes('\0');

export const memorySource = (): MemorySource => {
  const commits = new Map<string, Commit>();
  const branches = new Map<string, string>();

  const add = (files: Files, parents: readonly string[], facts: readonly unknown[]): string => {
    const id = createHash('sha1').update(JSON.stringify([[...files].sort(([a], [b]) => (a < b ? -1 : 1)), parents, facts])).digest('hex');
    commits.set(id, { files, parents, message: String(facts[0]) });
    return id;
  };
  const find = (ref: string): string | undefined => branches.get(ref) ?? (commits.has(ref) ? ref : undefined);
  const need = (ref: string): string => {
    const id = find(ref);
    if (id === undefined) throw new Error(`There is no commit "${ref}".`);
    return id;
  };
  const at = (id: string): Commit => commits.get(id) ?? { parents: [], files: new Map(), message: '' };
  const history = (id: string): Set<string> => {
    const seen = new Set<string>();
    const open = [id];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...at(next).parents);
    }
    return seen;
  };
  const contains = (ref: string, ancestor: string): boolean => history(ref).has(ancestor);
  /** The newest common ancestor: of those that both have, the one with the longest history. */
  const mergeBase = (a: string, b: string): string => [...history(a)].filter((id) => contains(b, id)).sort((x, y) => history(y).size - history(x).size)[0] ?? '';
  const mergeFiles = (base: Files, ours: Files, theirs: Files): Merged => {
    const files = new Map<string, string>();
    const paths: string[] = [];
    for (const path of new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])) {
      const merged = mergeText(base.get(path), ours.get(path), theirs.get(path));
      if (merged === CONFLICT) paths.push(path);
      else if (merged !== undefined) files.set(path, merged);
    }
    return paths.length === 0 ? { ok: true, files } : { ok: false, paths };
  };
  const merge = (ours: string, theirs: string): Merged => mergeFiles(at(mergeBase(ours, theirs)).files, at(ours).files, at(theirs).files);
  const changed = (parent: string, files: readonly FileChange[]): Files => {
    const next = new Map(at(parent).files);
    for (const { path, before, after } of files) {
      if ((next.get(path) ?? null) !== before) throw new SourceConflict(`${path} is not as it is said to be.`);
      if (after === null) next.delete(path);
      else next.set(path, after);
    }
    return next;
  };
  const move = (branch: string, expected: string, next: string): MergeResult => {
    const head = need(branch);
    if (head !== expected) return { ok: false, reason: 'moved', head };
    branches.set(branch, next);
    return { ok: true, head: next };
  };

  return {
    resolve: async (ref) => find(ref),
    readTree: async (ref) => {
      const commit = need(ref);
      const all = [...at(commit).files];
      return { commit, files: new Map(all.filter(([, text]) => !isBinary(text))), skipped: all.filter(([, text]) => isBinary(text)).map(([path]) => path) };
    },
    contains: async (ref, ancestor) => contains(need(ref), need(ancestor)),
    messagesBetween: async ({ from, to, limit }) => {
      const known = from === undefined ? undefined : find(from);
      const ids = known === undefined ? [need(to)] : [...history(need(to))].filter((id) => !contains(known, id));
      return ids.slice(0, limit).map((id) => at(id).message);
    },
    commit: async ({ branch, parent, files, message, author, at: moment }) => {
      const base = need(parent);
      const commit = add(changed(base, files), [base], [message, author, moment]);
      branches.set(branch, commit);
      return { commit };
    },
    merge: async ({ commit, branch, expectedHead, message, at: moment }) => {
      const head = need(branch);
      if (contains(head, commit)) return { ok: true, head };
      if (head !== expectedHead) return { ok: false, reason: 'moved', head };
      if (contains(commit, head)) return move(branch, head, commit);
      const merged = merge(head, commit);
      return merged.ok ? move(branch, head, add(merged.files, [head, commit], [message, moment])) : { ok: false, reason: 'conflict', head, paths: merged.paths };
    },
    previewMerge: async ({ commit, onto }) => {
      const merged = merge(need(onto), need(commit));
      return merged.ok ? { ok: true, tree: { commit: need(commit), files: merged.files, skipped: [] } } : merged;
    },
    revert: async ({ commit, branch, expectedHead, message, at: moment }) => {
      const head = need(branch);
      const undone = mergeFiles(at(commit).files, at(expectedHead).files, at(at(commit).parents[0] ?? '').files);
      if (!undone.ok) return { ok: false, reason: 'conflict', head, paths: undone.paths };
      const reverted = add(undone.files, [expectedHead], [message, moment]);
      return contains(head, reverted) ? { ok: true, head } : move(branch, expectedHead, reverted);
    },
    deleteBranch: async (branch) => void branches.delete(branch),
    branches: async (prefix) => [...branches.keys()].filter((name) => name.startsWith(prefix)),
    write: (branch, files) => {
      const parent = branches.get(branch);
      const next = new Map(parent === undefined ? [] : at(parent).files);
      for (const [path, text] of Object.entries(files)) {
        if (text === null) next.delete(path);
        else next.set(path, text);
      }
      const commit = add(next, parent === undefined ? [] : [parent], ['written', commits.size]);
      branches.set(branch, commit);
      return commit;
    },
  };
};

const CONFLICT = Symbol('conflict');

const pick = <Value>(base: Value, ours: Value, theirs: Value): Value | typeof CONFLICT => (ours === theirs || theirs === base ? ours : ours === base ? theirs : CONFLICT);

const mergeText = (base: string | undefined, ours: string | undefined, theirs: string | undefined): string | undefined | typeof CONFLICT => {
  const whole = pick(base, ours, theirs);
  if (whole !== CONFLICT || base === undefined || ours === undefined || theirs === undefined) return whole;
  const [a, b, c] = [base.split('\n'), ours.split('\n'), theirs.split('\n')];
  if (a.length !== b.length || a.length !== c.length) return CONFLICT;
  const lines = a.map((line, index) => pick(line, b[index] ?? '', c[index] ?? ''));
  return lines.includes(CONFLICT) ? CONFLICT : lines.map(String).join('\n');
};
