import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodeCommitClient } from '@aws-sdk/client-codecommit';
import { afterAll, describe, expect, it } from 'vitest';
import { codecommitSourceRepository } from '../../shared/adapters/aws/codecommit-source-repository.ts';
import { writeTree, writeCommit } from '../../shared/adapters/local/git-commit.ts';
import { listTree, readBlobs } from '../../shared/adapters/local/git-tree.ts';
import { startCodeCommit, type CodeCommitOptions } from '../support/emulator-codecommit.ts';
import { sourceRepositoryContract, type RepositoryFixture } from './source-repository.ts';

const ends: (() => void | Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ends) await end();
});

const git = (location: string, ...args: string[]): string => execFileSync('git', args, { cwd: location, encoding: 'utf8' }).trim();

type Fixture = RepositoryFixture & { readonly location: string; readonly operations: string[]; readonly open: (directory?: string) => RepositoryFixture['repository'] };

/** A bare repository behind the HTTP API; a developer pushes to it past the API. */
const served = async (intercept: NonNullable<CodeCommitOptions['intercept']> = () => undefined): Promise<Fixture> => {
  const location = mkdtempSync(join(tmpdir(), 'pawl-codecommit-test-'));
  git(location, 'init', '-q', '--bare', '-b', 'main');
  const operations: string[] = [];
  const service = await startCodeCommit({ repositories: { orders: location }, intercept: (operation, input) => (operations.push(operation), intercept(operation, input)) });
  const client = new CodeCommitClient({ endpoint: service.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1 });
  ends.push(() => client.destroy(), async () => service.stop(), () => rmSync(location, { recursive: true, force: true }));
  const open = (directory?: string) => codecommitSourceRepository({ client, repository: 'orders', clock: { sleep: async () => undefined }, ...(directory === undefined ? {} : { directory }) });
  return { location, operations, open, repository: open(), write: async (branch, files) => push(location, branch, files) };
};

async function push(location: string, branch: string, files: Readonly<Record<string, string | null>>): Promise<string> {
  const isNew = git(location, 'for-each-ref', `refs/heads/${branch}`) === '';
  const parent = isNew ? git(location, 'hash-object', '-t', 'tree', '-w', '/dev/null') : branch;
  const entries = (await listTree(location, parent)).filter(({ path }) => path in files);
  const blobs = await readBlobs(location, entries);
  const before = new Map(entries.map(({ path }, index) => [path, blobs[index]?.toString('utf8') ?? null]));
  const tree = await writeTree(location, parent, Object.entries(files).map(([path, after]) => ({ path, before: before.get(path) ?? null, after })));
  const commit = await writeCommit(location, tree, isNew ? [] : [git(location, 'rev-parse', branch)], { message: 'By hand', author: 'Ada <ada@example.com>', at: Date.UTC(2026, 0, 1) });
  git(location, 'update-ref', `refs/heads/${branch}`, commit);
  return commit;
}

sourceRepositoryContract('CodeCommit', async () => served());

describe('CodeCommit', () => {
  const A = 'one\ntwo\nthree\nfour\nfive\n';
  const LOUD = { path: 'a.ts', before: A, after: A.replace('one', 'ONE') };
  const AT = Date.UTC(2026, 0, 2);
  const started = async (intercept?: CodeCommitOptions['intercept']) => {
    const fixture = await served(intercept);
    const base = await fixture.write('main', { 'a.ts': A, 'b.ts': 'b\n' });
    const change = (over: object = {}) => fixture.repository.commit({ branch: 'pawl/imp-1', parent: base, files: [LOUD], message: 'Louder', author: 'recipe:x', at: AT, ...over });
    const merge = (commit: string, expectedHead: string) => fixture.repository.merge({ commit, branch: 'main', expectedHead, message: 'Merge', at: AT });
    return { ...fixture, base, change, merge };
  };
  const branchesOf = (location: string) => git(location, 'for-each-ref', '--format=%(refname:short)', 'refs/heads/').split('\n').toSorted();

  it('joins two lines with a commit that has both as parents, and leaves no branch behind', async () => {
    const { change, merge, write, location } = await started();
    const { commit } = await change();
    const head = await write('main', { 'b.ts': 'later\n' });
    const merged = await merge(commit, head);
    expect(git(location, 'rev-parse', 'main^1', 'main^2').split('\n')).toEqual([head, commit]);
    expect(git(location, 'rev-parse', 'main')).toBe(merged.head);
    expect(branchesOf(location)).toEqual(['main', 'pawl/imp-1']);
  });

  it('loses nobody’s commit that comes in between looking and moving', async () => {
    let comesIn: (() => Promise<string>) | undefined;
    const { change, merge, write, location, base } = await started(async (operation, { targetBranch }) => {
      if (operation === 'MergeBranchesByFastForward' && targetBranch === 'main') await comesIn?.();
      return undefined;
    });
    const { commit } = await change();
    let late = '';
    comesIn = async () => (comesIn = undefined, late = await write('main', { 'b.ts': 'late\n' }));
    expect(await merge(commit, base)).toEqual({ ok: false, reason: 'moved', head: late });
    const head = late;
    comesIn = async () => (comesIn = undefined, late = await write('main', { 'b.ts': 'later\n' }));
    expect(await merge(commit, head)).toEqual({ ok: false, reason: 'moved', head: late });
    expect(git(location, 'rev-parse', 'main')).toBe(late);
    expect(branchesOf(location)).toEqual(['main', 'pawl/imp-1']);
  });

  it('goes on with the merge commit that a crash left on its branch', async () => {
    let isDead = false;
    const { change, merge, write, location } = await started((operation, { targetBranch }) => (isDead && operation === 'MergeBranchesByFastForward' && targetBranch === 'main' ? 'AccessDeniedException' : undefined));
    const { commit } = await change();
    const head = await write('main', { 'b.ts': 'later\n' });
    isDead = true;
    await expect(merge(commit, head)).rejects.toMatchObject({ code: 'PAWL-AWS-DENIED' });
    const left = branchesOf(location).find((branch) => branch.startsWith('pawl/merge-')) ?? '';
    const made = git(location, 'rev-parse', left);
    isDead = false;
    expect(await merge(commit, head)).toEqual({ ok: true, head: made });
    expect(branchesOf(location)).toEqual(['main', 'pawl/imp-1']);
  });

  it('goes on with the branch that a crash left without its commit', async () => {
    const { change, location, base } = await started();
    git(location, 'update-ref', 'refs/heads/pawl/imp-1', base);
    const { commit } = await change();
    expect(git(location, 'rev-parse', 'pawl/imp-1')).toBe(commit);
  });

  it('two who commit the same at once get the same commit', async () => {
    const { change, repository, base } = await started();
    const [first, second] = await Promise.all([change(), change()]);
    expect(first).toEqual(second);
    expect(await repository.contains(first.commit, base)).toBe(true);
  });

  it('takes the place of older work on the same branch', async () => {
    const { change, location, write } = await started();
    await change();
    const next = await write('main', { 'b.ts': 'next\n' });
    const { commit } = await change({ parent: next });
    expect(git(location, 'rev-parse', 'pawl/imp-1', 'pawl/imp-1^').split('\n')).toEqual([commit, next]);
  });

  it('keeps the author, the trailers and a file’s mode', async () => {
    const { change, location, write, merge, base } = await started();
    git(location, 'update-ref', 'refs/heads/main', base);
    await write('main', { 'run.sh': 'a\n' });
    const tree = git(location, 'ls-tree', 'main').replace(/^100644( blob \S+\s+run\.sh)$/m, '100755$1');
    const executable = execFileSync('git', ['mktree'], { cwd: location, input: `${tree}\n`, encoding: 'utf8' }).trim();
    const parent = await writeCommit(location, executable, [git(location, 'rev-parse', 'main')], { message: 'x', at: AT });
    git(location, 'update-ref', 'refs/heads/main', parent);
    const { commit } = await change({ parent, files: [{ path: 'run.sh', before: 'a\n', after: 'b\n' }], author: 'Ada <ada@example.com>', message: 'Title\n\nPawl-Improvement: imp-1\n' });
    expect(git(location, 'show', '-s', '--format=%an <%ae>', commit)).toBe('Ada <ada@example.com>');
    expect(git(location, 'show', '-s', '--format=%(trailers:only,key=Pawl-Improvement)', commit)).toBe('Pawl-Improvement: imp-1');
    expect((await merge(commit, parent)).ok).toBe(true);
    expect(git(location, 'ls-tree', 'main', 'run.sh')).toMatch(/^100755/);
  });

  it('refuses more than CodeCommit takes in one commit, before anything is changed', async () => {
    const { change, location } = await started();
    const many = Array.from({ length: 101 }, (_, index) => ({ path: `new/${index}.ts`, before: null, after: 'x' }));
    await expect(change({ files: many })).rejects.toThrow(/101 files; CodeCommit takes 100/);
    await expect(change({ files: [{ path: 'big.ts', before: null, after: 'x'.repeat(7 * 1024 * 1024) }] })).rejects.toMatchObject({ code: 'PAWL-AWS-INVALID' });
    expect(branchesOf(location)).toEqual(['main']);
  });

  it('resolves a tag', async () => {
    const { repository, location, base } = await started();
    git(location, 'tag', 'v1', 'main');
    expect(await repository.resolve('v1')).toBe(base);
  });

  it('reads blobs that two commits share once, and only the service’s folder when there is one', async () => {
    const { write, operations, open } = await started();
    await write('main', { 'service/a.ts': 'a\n', 'service/b.ts': 'b2\n', 'other/c.ts': 'c\n', 'services.txt': 's\n' });
    const repository = open('service');
    operations.length = 0;
    expect([...(await repository.readTree('main')).files.keys()]).toEqual(['service/a.ts', 'service/b.ts']);
    await write('main', { 'service/a.ts': 'a2\n' });
    expect((await repository.readTree('main')).files.get('service/a.ts')).toBe('a2\n');
    expect(operations.filter((operation) => operation === 'GetBlob')).toHaveLength(3);
  });

  it('skips what is too large to be source', async () => {
    const { write, repository } = await started();
    await write('main', { 'data.json': 'x'.repeat(7 * 1024 * 1024), 'dump.sql': 'x'.repeat(3 * 1024 * 1024) });
    expect([...(await repository.readTree('main')).skipped].toSorted()).toEqual(['data.json', 'dump.sql']);
  });

  it.each(['TipsDivergenceExceededException', 'MaximumItemsToCompareExceededException', 'NobodyKnowsException'])('walks the history when CodeCommit cannot compare two commits: %s', async (name) => {
    const { write, repository, base, operations } = await started((operation) => (operation === 'GetMergeOptions' ? name : undefined));
    for (const number of [1, 2, 3]) await write('main', { 'b.ts': `${number}\n` });
    const elsewhere = await write('other', { 'x.ts': 'x\n' });
    expect(await repository.contains('main', base)).toBe(true);
    expect(await repository.contains('main', elsewhere)).toBe(false);
    expect(operations).toContain('BatchGetCommits');
  });

  it('reverts by lines, deletes what the commit created and brings back what it deleted', async () => {
    const { change, merge, write, repository, base, location } = await started();
    const { commit } = await change({ files: [LOUD, { path: 'new.ts', before: null, after: 'new\n' }, { path: 'b.ts', before: 'b\n', after: null }] });
    await merge(commit, base);
    const head = await write('main', { 'a.ts': LOUD.after.replace('five', 'FIVE') });
    const reverted = await repository.revert({ commit, branch: 'main', expectedHead: head, message: 'Revert', at: AT });
    expect(reverted).toEqual({ ok: true, head: git(location, 'rev-parse', 'main') });
    expect(Object.fromEntries((await repository.readTree('main')).files)).toEqual({ 'a.ts': A.replace('five', 'FIVE'), 'b.ts': 'b\n' });
  });

  it('does not revert over a commit that comes in between', async () => {
    let comesIn: (() => Promise<unknown>) | undefined;
    const { change, merge, write, repository, base, location } = await started(async (operation, { branchName }) => {
      if (operation === 'CreateCommit' && branchName === 'main') await comesIn?.();
      return undefined;
    });
    const { commit } = await change();
    await merge(commit, base);
    let late = '';
    comesIn = async () => (late = await write('main', { 'b.ts': 'late\n' }));
    expect(await repository.revert({ commit, branch: 'main', expectedHead: commit, message: 'Revert', at: AT })).toEqual({ ok: false, reason: 'moved', head: late });
    expect(git(location, 'rev-parse', 'main')).toBe(late);
  });

  it('says so when a branch stays where it is though nobody else moves it', async () => {
    const { change, merge, base } = await started((operation) => (operation === 'MergeBranchesByFastForward' ? 'ConcurrentReferenceUpdateException' : undefined));
    const { commit } = await change();
    await expect(merge(commit, base)).rejects.toThrow(/could not be moved/);
  });

  it('asks for no history when comparing is denied or throttled', async () => {
    const { repository, base, write, operations } = await started((operation) => (operation === 'GetMergeOptions' ? 'ThrottlingException' : undefined));
    await write('main', { 'b.ts': 'x\n' });
    await expect(repository.contains('main', base)).rejects.toMatchObject({ code: 'PAWL-AWS-THROTTLED' });
    expect(operations).not.toContain('BatchGetCommits');
  });

  it.each([['ThrottlingException', 'PAWL-AWS-THROTTLED'], ['AccessDeniedException', 'PAWL-AWS-DENIED']])('%s is told as %s with what was tried', async (name, code) => {
    const { repository } = await started((operation) => (operation === 'GetBranch' ? name : undefined));
    await expect(repository.resolve('main')).rejects.toMatchObject({ name: 'AwsError', code, message: expect.stringContaining('codecommit:GetBranch on repository orders') });
  });

  it('says which repository does not exist', async () => {
    const { open } = await started(() => 'RepositoryDoesNotExistException');
    await expect(open().readTree('main')).rejects.toMatchObject({ code: 'PAWL-AWS-NOT-FOUND', message: expect.stringContaining('orders') });
  });
});
