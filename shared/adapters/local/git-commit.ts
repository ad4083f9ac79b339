import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instant } from '../../domain/instant.ts';
import type { FileChange } from '../../domain/remedy.ts';
import { SourceConflict } from '../../ports/source-repository.ts';
import { runGit } from './git-process.ts';
import { listTree, readBlobs } from './git-tree.ts';

export type CommitText = { readonly message: string; readonly author?: string; readonly at: Instant };

const COMMITTER = { name: 'Pawl', email: 'pawl@pawl.invalid' };

/** Writes a commit object. Everything that enters it is given, so the same arguments give the same id. */
export async function writeCommit(location: string, tree: string, parents: readonly string[], { message, author, at }: CommitText): Promise<string> {
  const date = `@${Math.floor(at / 1000)} +0000`;
  const { name, email } = author === undefined ? COMMITTER : identityOf(author);
  const { stdout } = await runGit(location, ['commit-tree', ...parents.flatMap((parent) => ['-p', parent]), '-F', '-', tree], {
    input: message.endsWith('\n') ? message : `${message}\n`,
    environment: {
      GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: COMMITTER.name, GIT_COMMITTER_EMAIL: COMMITTER.email, GIT_COMMITTER_DATE: date,
    },
  });
  return stdout.toString('utf8').trim();
}

/** `Ada <ada@example.com>` as it stands; a bare name gets an address that can never receive mail. */
function identityOf(author: string): { name: string; email: string } {
  const [, name, email] = /^\s*([^<>\n]+?)\s*<([^<>\s]+)>\s*$/.exec(author) ?? [];
  if (name !== undefined && email !== undefined) return { name, email };
  const slug = author.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  return { name: author.replaceAll(/[<>\n]/g, ' ').trim() || COMMITTER.name, email: `${slug || 'pawl'}@pawl.invalid` };
}

/** The tree of `parent` with `files` changed, made in an index of its own. Throws `SourceConflict` when a file is not as `before` says. */
export async function writeTree(location: string, parent: string, files: readonly FileChange[]): Promise<string> {
  const entries = new Map((await listTree(location, parent)).map((entry) => [entry.path, entry]));
  const existing = files.flatMap((file) => entries.get(file.path) ?? []);
  const blobs = await readBlobs(location, existing);
  const contents = new Map(existing.map((entry, index) => [entry.path, blobs[index]?.toString('utf8')]));
  for (const file of files) {
    const found = contents.get(file.path) ?? null;
    if (found !== file.before) throw new SourceConflict(`${file.path} at ${parent.slice(0, 12)} ${differenceOf(found, file.before)}. Make the change again from the present commit.`);
  }
  const workspace = await mkdtemp(join(tmpdir(), 'pawl-commit-'));
  try {
    const objects = await writeBlobs(location, workspace, files);
    const environment = { GIT_INDEX_FILE: join(workspace, `index-${randomUUID()}`) };
    await runGit(location, ['read-tree', parent], { environment });
    const lines = files.map(({ path }, index) => {
      const object = objects[index];
      return object === undefined ? `0 ${'0'.repeat(40)}\t${path}` : `${entries.get(path)?.mode ?? '100644'} ${object}\t${path}`;
    });
    await runGit(location, ['update-index', '-z', '--index-info'], { environment, input: lines.map((line) => `${line}\0`).join('') });
    const { stdout } = await runGit(location, ['write-tree'], { environment });
    return stdout.toString('utf8').trim();
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

function differenceOf(found: string | null, expected: string | null): string {
  if (expected === null) return 'exists already, though the change creates it';
  return found === null ? 'does not exist, though the change expects it' : 'differs from what the change was made on';
}

/** Object ids of the new contents in the order of `files`; `undefined` where a file is deleted. */
async function writeBlobs(location: string, workspace: string, files: readonly FileChange[]): Promise<(string | undefined)[]> {
  const paths: string[] = [];
  for (const [index, { after }] of files.entries()) {
    if (after === null) continue;
    const path = join(workspace, `blob-${index}`);
    await writeFile(path, after);
    paths.push(path);
  }
  if (paths.length === 0) return files.map(() => undefined);
  const { stdout } = await runGit(location, ['hash-object', '-w', '--no-filters', '--stdin-paths'], { input: `${paths.join('\n')}\n` });
  const objects = stdout.toString('utf8').trim().split('\n').values();
  return files.map(({ after }) => (after === null ? undefined : objects.next().value));
}
