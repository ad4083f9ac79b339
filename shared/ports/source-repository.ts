import type { Instant } from '../domain/instant.ts';
import type { FileChange } from '../domain/remedy.ts';

/** The text files of one commit, path → content. Binary files are absent; `skipped` names them. */
export type SourceTree = { readonly commit: string; readonly files: ReadonlyMap<string, string>; readonly skipped: readonly string[] };

export type MergeResult =
  | { readonly ok: true; readonly head: string }
  /** `moved`: the branch's head is not `expectedHead`; `conflict`: both sides changed the same place. Nothing was changed. */
  | { readonly ok: false; readonly reason: 'moved' | 'conflict'; readonly head: string; readonly paths?: readonly string[] };

/** The owner's source. Works on commits and branches only; never touches files that somebody is editing. */
export interface SourceRepository {
  /** Commit id of a branch, tag or commit; `undefined` when there is none. */
  resolve(ref: string): Promise<string | undefined>;
  readTree(ref: string): Promise<SourceTree>;
  /** Whether `ancestor` is in the history of `ref`. */
  contains(ref: string, ancestor: string): Promise<boolean>;
  /**
   * Messages of the commits that are in the history of `to` and not in that of `from`, newest first, at most `limit`; of `to` alone where there
   * is no such `from`. Absent where messages cannot be read: trailers are not seen there.
   */
  messagesBetween?(request: { from: string | undefined; to: string; limit: number }): Promise<string[]>;
  /**
   * One commit on top of `parent`, and `branch` set to it. The same arguments give the same commit id,
   * so a repeat after a crash changes nothing. Throws `SourceConflict` when a file is not as `before` says.
   */
  commit(request: { branch: string; parent: string; files: readonly FileChange[]; message: string; author: string; at: Instant }): Promise<{ commit: string }>;
  /**
   * Brings `commit` into `branch` if its head still is `expectedHead`: fast-forward where possible, else a merge commit.
   * The same arguments give the same merge commit. Already contained: ok.
   */
  merge(request: { commit: string; branch: string; expectedHead: string; message: string; at: Instant }): Promise<MergeResult>;
  /** The tree that such a merge would give, without doing it. */
  previewMerge(request: { commit: string; onto: string }): Promise<{ ok: true; tree: SourceTree } | { ok: false; paths: readonly string[] }>;
  /** A commit on `branch` that undoes `commit`, if the head still is `expectedHead`. Already undone by the same request: ok. */
  revert(request: { commit: string; branch: string; expectedHead: string; message: string; at: Instant }): Promise<MergeResult>;
  /** No error when it is gone already. */
  deleteBranch(branch: string): Promise<void>;
  /** Branches whose name starts with `prefix`. */
  branches(prefix: string): Promise<string[]>;
}

export class SourceConflict extends Error {
  override name = 'SourceConflict';
}
