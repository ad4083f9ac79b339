import type { Instant } from '../../domain/instant.ts';
import type { FileChange } from '../../domain/remedy.ts';
import { SourceConflict } from '../../ports/source-repository.ts';
import type { CodecommitCalls } from './codecommit-calls.ts';
import { isMarked, markedMessage, requestOf } from './codecommit-request-mark.ts';

/** What CodeCommit takes in one commit. */
const MAX_FILES = 100;
const MAX_FILE_BYTES = 6 * 1024 * 1024;
const MAX_COMMIT_BYTES = 20 * 1024 * 1024;
const ATTEMPTS = 6;

const COMMITTER = { name: 'Pawl', email: 'pawl@pawl.invalid' };

export type NewFile = { readonly path: string; readonly mode: string; readonly bytes: Uint8Array | null };

/** `Ada <ada@example.com>` as it stands; a bare name gets an address that can never receive mail. */
const identityOf = (author: string): { authorName: string; email: string } => {
  const [, name, email] = /^\s*([^<>\n]+?)\s*<([^<>\s]+)>\s*$/.exec(author) ?? [];
  if (name !== undefined && email !== undefined) return { authorName: name, email };
  const slug = author.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  return { authorName: author.replaceAll(/[<>\n]/g, ' ').trim() || COMMITTER.name, email: `${slug || 'pawl'}@pawl.invalid` };
};

/** Throws `AwsError` for more than CodeCommit takes in one commit. */
function checkSize(calls: CodecommitCalls, sizes: readonly number[]): void {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (sizes.length > MAX_FILES) throw calls.refused(`The change touches ${sizes.length} files; CodeCommit takes ${MAX_FILES} in one commit.`);
  if (total > MAX_COMMIT_BYTES || sizes.some((size) => size > MAX_FILE_BYTES)) throw calls.refused(`The change has ${total} bytes; CodeCommit takes ${MAX_COMMIT_BYTES} in one commit and ${MAX_FILE_BYTES} in one file.`);
}

/** One commit of these files on `branch`, whose head must be `parent`; `undefined` when it is not. Throws `AwsError` for more than CodeCommit takes. */
export async function commitFiles(calls: CodecommitCalls, { branch, parent, files, message, author = COMMITTER.name }: { branch: string; parent: string; files: readonly NewFile[]; message: string; author?: string }): Promise<string | undefined> {
  checkSize(calls, files.map((file) => file.bytes?.length ?? 0));
  return calls.createCommit({
    branchName: branch,
    parentCommitId: parent,
    ...(author === COMMITTER.name ? { authorName: COMMITTER.name, email: COMMITTER.email } : identityOf(author)),
    commitMessage: message,
    putFiles: files.flatMap((file) => (file.bytes === null ? [] : [{ filePath: file.path, fileContent: file.bytes, fileMode: file.mode === '100755' ? 'EXECUTABLE' as const : 'NORMAL' as const }])),
    deleteFiles: files.flatMap((file) => (file.bytes === null ? [{ filePath: file.path }] : [])),
  });
}

/** The files as they are to be, with the mode that they have. Throws `SourceConflict` when one is not as `before` says. */
async function checkedFiles(calls: CodecommitCalls, parent: string, files: readonly FileChange[]): Promise<NewFile[]> {
  return Promise.all(files.map(async ({ path, before, after }) => {
    const present = await calls.file(parent, path);
    const found = present === undefined ? null : Buffer.from(present.bytes).toString('utf8');
    if (found !== before) throw new SourceConflict(`${path} at ${parent.slice(0, 12)} ${differenceOf(found, before)}. Make the change again from the present commit.`);
    return { path, mode: present?.mode ?? '100644', bytes: after === null ? null : Buffer.from(after) };
  }));
}

function differenceOf(found: string | null, expected: string | null): string {
  if (expected === null) return 'exists already, though the change creates it';
  return found === null ? 'does not exist, though the change expects it' : 'differs from what the change was made on';
}

export type BranchCommit = { readonly branch: string; readonly parent: string; readonly files: readonly FileChange[]; readonly message: string; readonly author: string; readonly at: Instant };

/**
 * A branch with one commit on top of `parent` (a commit id). A branch of that name that holds anything else is made anew:
 * a branch of Pawl's is nobody else's. Two who ask the same at once, or one who asks again after a crash, get the same commit.
 */
export async function commitOnBranch(calls: CodecommitCalls, { branch, parent, files, message, author, at }: BranchCommit): Promise<string> {
  checkSize(calls, files.map(({ after }) => Buffer.byteLength(after ?? '')));
  const contents = await checkedFiles(calls, parent, files);
  const request = requestOf('commit', branch, parent, files, message, author, at);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const head = await calls.head(branch);
    if (head === undefined) {
      if (!(await calls.createBranch(branch, parent))) continue;
    } else if (head !== parent) {
      const there = await calls.commitFacts(head);
      if (there?.parents.length === 1 && there.parents[0] === parent && isMarked(there.message, request)) return head;
      await calls.deleteBranch(branch);
      continue;
    }
    const commit = await commitFiles(calls, { branch, parent, files: contents, message: markedMessage(message, request), author });
    if (commit !== undefined) return commit;
  }
  throw calls.failed('CreateCommit', `The branch ${branch} was moved by somebody else, ${ATTEMPTS} times in a row.`);
}
