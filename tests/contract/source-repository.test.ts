import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { GitFailure } from '../../shared/adapters/local/git-process.ts';
import { gitSourceRepository } from '../../shared/adapters/local/git-source-repository.ts';
import { sourceRepositoryContract, type RepositoryFixture } from './source-repository.ts';

const folders: string[] = [];
const freshFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pawl-git-test-'));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const git = (folder: string, ...args: string[]): string => execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'core.autocrlf=false', ...args], { cwd: folder, encoding: 'utf8' }).trim();

/** A working copy whose developer has another branch checked out, or `main` itself. */
const workingCopy = (checkedOut: 'main' | 'elsewhere') => async (): Promise<RepositoryFixture & { folder: string }> => {
  const folder = freshFolder();
  git(folder, 'init', '-q', '-b', 'main');
  return {
    folder,
    repository: gitSourceRepository(folder),
    async write(branch, files) {
      if (git(folder, 'branch', '--list', branch) !== '') git(folder, 'checkout', '-q', branch);
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        if (text === null) rmSync(join(folder, path));
        else writeFileSync(join(folder, path), text);
      }
      git(folder, 'add', '-A');
      git(folder, 'commit', '-q', '-m', 'By hand');
      const commit = git(folder, 'rev-parse', 'HEAD');
      if (checkedOut === 'elsewhere') git(folder, 'checkout', '-q', '--detach');
      return commit;
    },
  };
};

sourceRepositoryContract('git, main checked out', workingCopy('main'));
sourceRepositoryContract('git, main not checked out', workingCopy('elsewhere'));

describe('git working copies', () => {
  const A = 'one\ntwo\nthree\n';
  const changed = async () => {
    const copy = await workingCopy('main')();
    const base = await copy.write('main', { 'a.ts': A, 'b.ts': 'b\n' });
    const { commit } = await copy.repository.commit({ branch: 'pawl/x', parent: base, files: [{ path: 'a.ts', before: A, after: 'ONE\ntwo\nthree\n' }, { path: 'new.ts', before: null, after: 'new\n' }], message: 'm', author: 'Ada <ada@example.com>', at: 0 });
    return { ...copy, base, commit, merge: () => copy.repository.merge({ commit, branch: 'main', expectedHead: base, message: 'm', at: 0 }) };
  };

  it('brings a clean work tree along', async () => {
    const { folder, merge, repository, commit } = await changed();
    await merge();
    expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe('ONE\ntwo\nthree\n');
    expect(git(folder, 'status', '--porcelain')).toBe('');
    await repository.revert({ commit, branch: 'main', expectedHead: commit, message: 'r', at: 0 });
    expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe(A);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('leaves files alone that somebody is editing, and moves the branch', async () => {
    const { folder, merge, commit } = await changed();
    writeFileSync(join(folder, 'b.ts'), 'half written');
    expect(await merge()).toEqual({ ok: true, head: commit });
    expect(readFileSync(join(folder, 'b.ts'), 'utf8')).toBe('half written');
    expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe(A);
    expect(git(folder, 'rev-parse', 'main')).toBe(commit);
  });

  it('leaves what is staged alone', async () => {
    const { folder, merge } = await changed();
    writeFileSync(join(folder, 'b.ts'), 'staged');
    git(folder, 'add', 'b.ts');
    await merge();
    expect(git(folder, 'diff', '--cached', 'HEAD', '--name-only').split('\n')).toContain('b.ts');
    expect(readFileSync(join(folder, 'b.ts'), 'utf8')).toBe('staged');
  });

  it('overwrites no untracked file that is in the way', async () => {
    const { folder, merge } = await changed();
    writeFileSync(join(folder, 'new.ts'), 'mine');
    expect((await merge()).ok).toBe(true);
    expect(readFileSync(join(folder, 'new.ts'), 'utf8')).toBe('mine');
  });

  it('finishes a merge that died between the files and the branch', async () => {
    const { folder, merge, base, commit } = await changed();
    git(folder, 'read-tree', '-m', '-u', base, commit);
    expect(await merge()).toEqual({ ok: true, head: commit });
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('ignores hooks, signing and identity of the surroundings', async () => {
    const copy = await workingCopy('main')();
    const base = await copy.write('main', { 'a.ts': A });
    for (const hook of ['reference-transaction', 'post-commit', 'pre-commit', 'post-checkout']) writeFileSync(join(copy.folder, '.git/hooks', hook), '#!/bin/sh\ntouch ../hooked\nexit 1\n', { mode: 0o755 });
    git(copy.folder, 'config', 'commit.gpgsign', 'true');
    const { commit } = await copy.repository.commit({ branch: 'pawl/x', parent: base, files: [{ path: 'a.ts', before: A, after: 'x\n' }], message: 'm', author: 'model', at: 1_700_000_000_000 });
    expect(git(copy.folder, 'show', '-s', '--format=%an <%ae> %at|%cn', commit)).toBe('model <model@pawl.invalid> 1700000000|Pawl');
    expect(readdirSync(copy.folder).toSorted()).toEqual(['.git', 'a.ts']);
  });

  it('keeps a file executable', async () => {
    const copy = await workingCopy('main')();
    writeFileSync(join(copy.folder, 'run.sh'), 'a\n', { mode: 0o755 });
    const base = await copy.write('main', { 'a.ts': A });
    const { commit } = await copy.repository.commit({ branch: 'pawl/x', parent: base, files: [{ path: 'run.sh', before: 'a\n', after: 'b\n' }], message: 'm', author: 'x', at: 0 });
    await copy.repository.merge({ commit, branch: 'main', expectedHead: base, message: 'm', at: 0 });
    expect(statSync(join(copy.folder, 'run.sh')).mode & 0o111).not.toBe(0);
  });

  it('works on a bare repository', async () => {
    const { folder } = await changed();
    const bare = join(freshFolder(), 'bare.git');
    git(folder, 'clone', '-q', '--bare', folder, bare);
    const repository = gitSourceRepository(bare);
    const base = await repository.resolve('main') ?? '';
    const commit = await repository.resolve('pawl/x') ?? '';
    expect(await repository.merge({ commit, branch: 'main', expectedHead: base, message: 'm', at: 0 })).toEqual({ ok: true, head: commit });
  });

  it('will not delete a branch that somebody has checked out', async () => {
    const { repository } = await changed();
    await expect(repository.deleteBranch('main')).rejects.toThrow('checked out');
  });

  it('names the folder and what to do when it is no repository', async () => {
    const folder = freshFolder();
    await expect(gitSourceRepository(folder).resolve('main')).rejects.toThrow(`${folder} is not a git repository`);
    await expect(gitSourceRepository(join(folder, 'gone')).resolve('main')).rejects.toThrow('does not exist');
    await expect(gitSourceRepository(folder).resolve('main')).rejects.toBeInstanceOf(GitFailure);
  });

  it('names a file whose object is damaged', async () => {
    const copy = await workingCopy('main')();
    await copy.write('main', { 'src/broken.ts': 'broken\n' });
    const object = git(copy.folder, 'rev-parse', 'HEAD:src/broken.ts');
    rmSync(join(copy.folder, '.git/objects', object.slice(0, 2), object.slice(2)), { force: true });
    await expect(copy.repository.readTree('main')).rejects.toThrow(/src\/broken\.ts|broken|missing/);
  });

  it('refuses names that are no branch', async () => {
    const { repository, base } = await changed();
    for (const branch of ['', '-d', 'a..b', 'a b', 'a\nb', 'x.lock', '/x']) {
      await expect(repository.commit({ branch, parent: base, files: [], message: 'm', author: 'x', at: 0 }), branch).rejects.toThrow('cannot be the name of a branch');
    }
  });
});
