import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { branchRef } from '../../shared/adapters/local/git-branch.ts';
import { isAncestor, mergeTrees } from '../../shared/adapters/local/git-merge.ts';
import { runGit } from '../../shared/adapters/local/git-process.ts';
import { listTree, readBlobs, type TreeEntry } from '../../shared/adapters/local/git-tree.ts';

export type Input = Readonly<Record<string, unknown>>;
export type Operation = (location: string, input: Input) => Promise<object>;

/** An error as the service names it. */
export class CodeCommitFailure extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

const PAGE = 3;
const MAX_BLOB_BYTES = 6 * 1024 * 1024;
const MAX_COMMIT_FILES = 100;
const NOTHING = '0'.repeat(40);
const MODE_NAMES: Readonly<Record<string, string>> = { '100644': 'NORMAL', '100755': 'EXECUTABLE', '120000': 'SYMLINK' };
const MODES: Readonly<Record<string, string>> = { NORMAL: '100644', EXECUTABLE: '100755', SYMLINK: '120000' };

const git = async (location: string, ...args: string[]): Promise<string> => (await runGit(location, args)).stdout.toString('utf8').trim();
const text = (input: Input, name: string): string => (typeof input[name] === 'string' ? input[name] : '');

async function revision(location: string, name: string): Promise<string | undefined> {
  const { exitCode, stdout } = await runGit(location, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`], { answers: [1, 128] });
  return exitCode === 0 ? stdout.toString('utf8').trim() : undefined;
}

async function specified(location: string, name: string): Promise<string> {
  const found = await revision(location, name);
  if (found === undefined) throw new CodeCommitFailure('CommitDoesNotExistException', `Commit ${name} does not exist`);
  return found;
}

function refOf(branch: string): string {
  try {
    return branchRef(branch);
  } catch {
    throw new CodeCommitFailure('InvalidBranchNameException', `${branch} is not a valid branch name`);
  }
}

async function headOf(location: string, branch: string): Promise<string> {
  const head = await revision(location, refOf(branch));
  if (head === undefined) throw new CodeCommitFailure('BranchDoesNotExistException', `Branch ${branch} does not exist`);
  return head;
}

/** Sets a branch if it still is where it was; whoever comes second is told so. */
async function setBranch(location: string, branch: string, next: string, expected: string): Promise<void> {
  const { exitCode } = await runGit(location, ['update-ref', refOf(branch), next, expected], { answers: [1, 128] });
  if (exitCode !== 0) throw new CodeCommitFailure('ConcurrentReferenceUpdateException', `Branch ${branch} was modified`);
}

const page = <Item>(items: readonly Item[], token: unknown): { items: readonly Item[]; next?: string } => {
  const from = typeof token === 'string' ? Number(token) : 0;
  return { items: items.slice(from, from + PAGE), ...(from + PAGE < items.length ? { next: String(from + PAGE) } : {}) };
};

let committed = 0;
/** The service dates commits itself: no two are alike, whatever was asked. */
async function writeCommit(location: string, tree: string, parents: readonly string[], input: Input): Promise<string> {
  committed += 1;
  const date = `@${Math.floor(Date.now() / 1000) + committed} +0000`;
  const [name, email] = [text(input, 'authorName') || 'user', text(input, 'email') || 'user@example.com'];
  const { stdout } = await runGit(location, ['commit-tree', ...parents.flatMap((parent) => ['-p', parent]), '-F', '-', tree], {
    input: text(input, 'commitMessage'),
    environment: { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: date },
  });
  return stdout.toString('utf8').trim();
}

async function commitOf(location: string, commitId: string): Promise<object> {
  const raw = (await runGit(location, ['cat-file', 'commit', commitId])).stdout.toString('utf8');
  const split = raw.indexOf('\n\n');
  const header = raw.slice(0, split).split('\n');
  return { commitId, treeId: header[0]?.slice('tree '.length), parents: header.filter((line) => line.startsWith('parent ')).map((line) => line.slice('parent '.length)), message: raw.slice(split + 2) };
}

type Put = { filePath: string; fileContent: string; fileMode?: string };

async function createCommit(location: string, input: Input): Promise<object> {
  const branch = text(input, 'branchName');
  const parent = text(input, 'parentCommitId');
  const head = await headOf(location, branch);
  if (parent === '') throw new CodeCommitFailure('ParentCommitIdRequiredException', 'A parent commit ID is required');
  if (parent !== head) throw new CodeCommitFailure('ParentCommitIdOutdatedException', `The parent commit ID ${parent} is not the head of ${branch}`);
  const puts = (input['putFiles'] ?? []) as Put[];
  const deletes = (input['deleteFiles'] ?? []) as { filePath: string }[];
  if (puts.length + deletes.length === 0) throw new CodeCommitFailure('FileEntryRequiredException', 'The commit has no files');
  if (puts.length + deletes.length > MAX_COMMIT_FILES) throw new CodeCommitFailure('MaximumFileEntriesExceededException', 'Too many files');
  const folder = await mkdtemp(join(tmpdir(), 'pawl-codecommit-'));
  try {
    const environment = { GIT_INDEX_FILE: join(folder, 'index') };
    await runGit(location, ['read-tree', head], { environment });
    const lines: string[] = [];
    for (const [index, { filePath, fileContent, fileMode }] of puts.entries()) {
      const file = join(folder, `blob-${index}`);
      await writeFile(file, Buffer.from(fileContent, 'base64'));
      lines.push(`${MODES[fileMode ?? 'NORMAL'] ?? '100644'} ${await git(location, 'hash-object', '-w', '--no-filters', file)}\t${filePath}\0`);
    }
    const there = new Set((await listTree(location, head)).map(({ path }) => path));
    for (const { filePath } of deletes) {
      if (!there.has(filePath)) throw new CodeCommitFailure('FileDoesNotExistException', `${filePath} does not exist`);
      lines.push(`0 ${NOTHING}\t${filePath}\0`);
    }
    await runGit(location, ['update-index', '-z', '--index-info'], { environment, input: lines.join('') });
    const tree = (await runGit(location, ['write-tree'], { environment })).stdout.toString('utf8').trim();
    if (tree === (await git(location, 'rev-parse', `${head}^{tree}`))) throw new CodeCommitFailure('NoChangeException', 'No changes');
    const commitId = await writeCommit(location, tree, [head], input);
    await setBranch(location, branch, commitId, head);
    return { commitId, treeId: tree, filesAdded: [], filesUpdated: [], filesDeleted: [] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function entryAt(location: string, commit: string, path: string): Promise<TreeEntry> {
  const found = (await listTree(location, commit)).find((entry) => entry.path === path);
  if (!found) throw new CodeCommitFailure('FileDoesNotExistException', `${path} does not exist`);
  return found;
}

async function content(location: string, entry: TreeEntry): Promise<string> {
  if (entry.bytes > MAX_BLOB_BYTES) throw new CodeCommitFailure('FileTooLargeException', `${entry.path} is too large`);
  return Buffer.from((await readBlobs(location, [entry]))[0] ?? '').toString('base64');
}

async function differences(location: string, input: Input): Promise<object> {
  const after = await listTree(location, await specified(location, text(input, 'afterCommitSpecifier')));
  const before = input['beforeCommitSpecifier'] === undefined ? [] : await listTree(location, await specified(location, text(input, 'beforeCommitSpecifier')));
  const was = new Map(before.map((entry) => [entry.path, entry]));
  const is = new Map(after.map((entry) => [entry.path, entry]));
  const blob = ({ object, path, mode }: TreeEntry) => ({ blobId: object, path, mode });
  const all = [...new Set([...was.keys(), ...is.keys()])].toSorted().flatMap((path) => {
    const [old, now] = [was.get(path), is.get(path)];
    if (old?.object === now?.object && old?.mode === now?.mode) return [];
    return [{ changeType: old === undefined ? 'A' : now === undefined ? 'D' : 'M', ...(old && { beforeBlob: blob(old) }), ...(now && { afterBlob: blob(now) }) }];
  });
  const { items, next } = page(all, input['NextToken']);
  return { differences: items, ...(next === undefined ? {} : { NextToken: next }) };
}

async function sides(location: string, input: Input) {
  const [source, destination] = [await specified(location, text(input, 'sourceCommitSpecifier')), await specified(location, text(input, 'destinationCommitSpecifier'))];
  return { source, destination, ids: { sourceCommitId: source, destinationCommitId: destination, baseCommitId: await git(location, 'merge-base', source, destination) } };
}

const needsHand = (): CodeCommitFailure => new CodeCommitFailure('ManualMergeRequiredException', 'The merge cannot be completed automatically');

/** By file, when nobody asks for lines: the service's default. */
async function mergeOf(location: string, ours: string, theirs: string, input: Input) {
  const merged = await mergeTrees(location, ours, theirs);
  if (!merged.ok || input['conflictDetailLevel'] === 'LINE_LEVEL') return merged;
  const base = await git(location, 'merge-base', ours, theirs);
  const changed = async (side: string) => (await git(location, 'diff-tree', '-r', '--name-only', base, side)).split('\n').filter((path) => path !== '');
  const theirPaths = new Set(await changed(theirs));
  const paths = (await changed(ours)).filter((path) => theirPaths.has(path));
  return paths.length > 0 ? { ok: false as const, paths } : merged;
}

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  GetBranch: async (location, input) => ({ branch: { branchName: input['branchName'], commitId: await headOf(location, text(input, 'branchName')) } }),

  async CreateBranch(location, input) {
    const { exitCode } = await runGit(location, ['update-ref', refOf(text(input, 'branchName')), await specified(location, text(input, 'commitId')), NOTHING], { answers: [1, 128] });
    if (exitCode !== 0) throw new CodeCommitFailure('BranchNameExistsException', `Branch ${text(input, 'branchName')} exists`);
    return {};
  },

  async DeleteBranch(location, input) {
    const branchName = text(input, 'branchName');
    const commitId = await revision(location, refOf(branchName));
    if (branchName === 'main') throw new CodeCommitFailure('DefaultBranchCannotBeDeletedException', 'main is the default branch');
    await runGit(location, ['update-ref', '-d', refOf(branchName)]);
    return commitId === undefined ? {} : { deletedBranch: { branchName, commitId } };
  },

  async ListBranches(location, input) {
    const names = (await git(location, 'for-each-ref', '--format=%(refname)', 'refs/heads/')).split('\n').filter((ref) => ref !== '').map((ref) => ref.slice('refs/heads/'.length));
    const { items, next } = page(names, input['nextToken']);
    return { branches: items, ...(next === undefined ? {} : { nextToken: next }) };
  },

  async GetCommit(location, input) {
    const id = text(input, 'commitId');
    if (!/^[0-9a-f]{40}$/.test(id)) throw new CodeCommitFailure('InvalidCommitIdException', `${id} is not a full SHA-1`);
    if ((await revision(location, id)) !== id) throw new CodeCommitFailure('CommitIdDoesNotExistException', `${id} does not exist`);
    return { commit: await commitOf(location, id) };
  },

  async BatchGetCommits(location, input) {
    const ids = input['commitIds'] as string[];
    if (ids.length > 100) throw new CodeCommitFailure('CommitIdsLimitExceededException', 'Too many commits');
    return { commits: await Promise.all(ids.map(async (id) => commitOf(location, id))), errors: [] };
  },

  GetFolder: async (location, input) => ({ commitId: await specified(location, text(input, 'commitSpecifier')), folderPath: text(input, 'folderPath') }),

  async GetFile(location, input) {
    const commitId = await specified(location, text(input, 'commitSpecifier'));
    const entry = await entryAt(location, commitId, text(input, 'filePath'));
    return { commitId, blobId: entry.object, filePath: entry.path, fileMode: MODE_NAMES[entry.mode], fileSize: entry.bytes, fileContent: await content(location, entry) };
  },

  async GetBlob(location, input) {
    const object = text(input, 'blobId');
    const { exitCode, stdout } = await runGit(location, ['cat-file', '-s', object], { answers: [1, 128] });
    if (exitCode !== 0) throw new CodeCommitFailure('BlobIdDoesNotExistException', `${object} does not exist`);
    return { content: await content(location, { object, path: object, mode: '100644', bytes: Number(stdout.toString('utf8')) }) };
  },

  GetDifferences: differences,
  CreateCommit: createCommit,

  async GetMergeOptions(location, input) {
    return { mergeOptions: [], ...(await sides(location, input)).ids };
  },

  async GetMergeConflicts(location, input) {
    const { source, destination, ids } = await sides(location, input);
    const merged = await mergeOf(location, destination, source, input);
    const { items, next } = page(merged.ok ? [] : merged.paths, input['nextToken']);
    return { mergeable: merged.ok, ...ids, conflictMetadataList: items.map((filePath) => ({ filePath, numberOfConflicts: 1, contentConflict: true })), ...(next === undefined ? {} : { nextToken: next }) };
  },

  async MergeBranchesByFastForward(location, input) {
    const branch = text(input, 'targetBranch');
    const { source } = await sides(location, input);
    const head = await headOf(location, branch);
    if (!(await isAncestor(location, head, source))) throw needsHand();
    await setBranch(location, branch, source, head);
    return { commitId: source, treeId: await git(location, 'rev-parse', `${source}^{tree}`) };
  },

  async MergeBranchesByThreeWay(location, input) {
    const branch = text(input, 'targetBranch');
    const { source, destination } = await sides(location, input);
    const head = await headOf(location, branch);
    const merged = await mergeOf(location, destination, source, input);
    if (!merged.ok) throw needsHand();
    const commitId = await writeCommit(location, merged.tree, [destination, source], input);
    await setBranch(location, branch, commitId, head);
    return { commitId, treeId: merged.tree };
  },
};
