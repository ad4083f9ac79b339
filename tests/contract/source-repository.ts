import { describe, expect, it } from 'vitest';
import { SourceConflict, type SourceRepository } from '../../shared/ports/source-repository.ts';

export type RepositoryFixture = {
  readonly repository: SourceRepository;
  /** Commits files straight to a branch, as a developer would; answers the commit. `null` deletes. */
  readonly write: (branch: string, files: Readonly<Record<string, string | null>>) => Promise<string>;
};

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);
const BASE = { 'src/a.ts': 'one\ntwo\nthree\nfour\nfive\n', 'src/b.ts': 'b\r\nwindows\r\n', 'README.md': '# ü\n' };

/** What every source repository must do. `make` gives a fresh one without a commit. */
export function sourceRepositoryContract(name: string, make: () => Promise<RepositoryFixture>): void {
  const started = async () => {
    const fixture = await make();
    const base = await fixture.write('main', BASE);
    return { ...fixture, base };
  };
  const edit = (change: Partial<Parameters<SourceRepository['commit']>[0]> & { parent: string }) => ({
    branch: 'pawl/imp-1', files: [{ path: 'src/a.ts', before: BASE['src/a.ts'], after: 'ONE\ntwo\nthree\nfour\nfive\n' }], message: 'Say it louder\n\nMeasured.', author: 'recipe:batch-calls', at: AT, ...change,
  });
  const merge = (commit: string, expectedHead: string) => ({ commit, branch: 'main', expectedHead, message: 'Merge', at: AT });

  describe(`${name}: reading`, () => {
    it('resolves branches and commits, and nothing else', async () => {
      const { repository, base } = await started();
      expect(await repository.resolve('main')).toBe(base);
      expect(await repository.resolve(base)).toBe(base);
      for (const ref of ['gone', '', '--help', 'main gone', base.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))]) expect(await repository.resolve(ref), ref).toBeUndefined();
    });

    it('reads the messages of the commits between two, where it can read messages', async () => {
      const { repository, base } = await started();
      if (!repository.messagesBetween) return;
      const { commit } = await repository.commit(edit({ parent: base, message: 'Drop the table\n\nPawl-Irreversible: rows are gone\n' }));
      const { commit: next } = await repository.commit(edit({ parent: commit, files: [{ path: 'src/c.ts', before: null, after: 'c\n' }], message: 'Then another' }));
      const between = async (from: string | undefined, limit = 10) => (await repository.messagesBetween?.({ from, to: next, limit }))?.map((message) => message.split('\n')[0]);
      expect([await between(base), await between(commit), await between(next)]).toEqual([['Then another', 'Drop the table'], ['Then another'], []]);
      expect([await between(base, 1), await between(undefined), await between('0'.repeat(40))]).toEqual([['Then another'], ['Then another'], ['Then another']]);
    });

    it('reads the text of a commit as it stands, and names what is no text', async () => {
      const { repository, write } = await started();
      const commit = await write('main', { 'logo.png': 'PNG\0\u0001' });
      const tree = await repository.readTree('main');
      expect(tree.commit).toBe(commit);
      expect(Object.fromEntries(tree.files)).toEqual(BASE);
      expect(tree.skipped).toEqual(['logo.png']);
    });

    it('says which ref is unknown', async () => {
      const { repository } = await started();
      await expect(repository.readTree('release/9')).rejects.toThrow('release/9');
    });

    it('knows what is in a history', async () => {
      const { repository, write, base } = await started();
      const next = await write('main', { 'src/a.ts': 'x\n' });
      expect(await repository.contains('main', base)).toBe(true);
      expect(await repository.contains(base, next)).toBe(false);
    });
  });

  describe(`${name}: committing`, () => {
    it('changes, creates and deletes files on a branch of its own', async () => {
      const { repository, base } = await started();
      const files = [
        { path: 'src/a.ts', before: BASE['src/a.ts'], after: 'changed\n' }, { path: 'src/new dir/ü.ts', before: null, after: 'no newline' },
        { path: 'README.md', before: BASE['README.md'], after: null }, { path: 'src/b.ts', before: BASE['src/b.ts'], after: 'b\r\nstill\r\n' },
      ];
      const { commit } = await repository.commit(edit({ parent: 'main', files }));
      expect(await repository.resolve('pawl/imp-1')).toBe(commit);
      expect(await repository.resolve('main')).toBe(base);
      expect(Object.fromEntries((await repository.readTree(commit)).files)).toEqual({ 'src/a.ts': 'changed\n', 'src/b.ts': 'b\r\nstill\r\n', 'src/new dir/ü.ts': 'no newline' });
    });

    it('gives the same commit for the same arguments, and repeats without harm', async () => {
      const { repository, base } = await started();
      const first = await repository.commit(edit({ parent: base }));
      expect(await repository.commit(edit({ parent: base }))).toEqual(first);
      expect(await repository.commit(edit({ parent: base, at: AT + 1000 }))).not.toEqual(first);
    });

    it('refuses a file that is not as it is said to be, and changes nothing', async () => {
      const { repository, base } = await started();
      for (const file of [{ path: 'src/a.ts', before: 'other\n', after: 'x' }, { path: 'src/a.ts', before: null, after: 'x' }, { path: 'src/gone.ts', before: 'x', after: 'y' }]) {
        await expect(repository.commit(edit({ parent: base, files: [file] }))).rejects.toThrow(SourceConflict);
      }
      expect(await repository.branches('pawl/')).toEqual([]);
    });

    it('lists and deletes branches, one that is gone too', async () => {
      const { repository, base } = await started();
      await repository.commit(edit({ parent: base }));
      await repository.commit(edit({ parent: base, branch: 'pawl/imp-2' }));
      expect((await repository.branches('pawl/')).toSorted()).toEqual(['pawl/imp-1', 'pawl/imp-2']);
      await repository.deleteBranch('pawl/imp-1');
      await repository.deleteBranch('pawl/imp-1');
      expect(await repository.branches('pawl/')).toEqual(['pawl/imp-2']);
    });
  });

  describe(`${name}: merging`, () => {
    it('moves the branch forward where it can', async () => {
      const { repository, base } = await started();
      const { commit } = await repository.commit(edit({ parent: base }));
      expect(await repository.merge(merge(commit, base))).toEqual({ ok: true, head: commit });
      expect(await repository.resolve('main')).toBe(commit);
    });

    it('is content when the commit is in already', async () => {
      const { repository, write, base } = await started();
      const { commit } = await repository.commit(edit({ parent: base }));
      await repository.merge(merge(commit, base));
      const later = await write('main', { 'src/b.ts': 'later\n' });
      expect(await repository.merge(merge(commit, base))).toEqual({ ok: true, head: later });
    });

    it('joins two lines of work, the same way each time', async () => {
      const { repository, write, base } = await started();
      const { commit } = await repository.commit(edit({ parent: base }));
      const head = await write('main', { 'src/a.ts': BASE['src/a.ts'].replace('five', 'FIVE') });
      const preview = await repository.previewMerge({ commit, onto: 'main' });
      expect(preview.ok && preview.tree.files.get('src/a.ts')).toBe('ONE\ntwo\nthree\nfour\nFIVE\n');
      expect(await repository.resolve('main')).toBe(head);
      const merged = await repository.merge(merge(commit, head));
      expect(merged.ok).toBe(true);
      expect((await repository.readTree('main')).files.get('src/a.ts')).toBe('ONE\ntwo\nthree\nfour\nFIVE\n');
      expect(await repository.contains('main', commit) && await repository.contains('main', head)).toBe(true);
      expect(await repository.merge(merge(commit, head))).toEqual(merged);
    });

    it('leaves the branch when somebody moved it', async () => {
      const { repository, write, base } = await started();
      const { commit } = await repository.commit(edit({ parent: base }));
      const head = await write('main', { 'src/b.ts': 'later\n' });
      expect(await repository.merge(merge(commit, base))).toEqual({ ok: false, reason: 'moved', head });
      expect(await repository.resolve('main')).toBe(head);
    });

    it('leaves the branch when both changed the same place, and names it', async () => {
      const { repository, write, base } = await started();
      const { commit } = await repository.commit(edit({ parent: base }));
      const head = await write('main', { 'src/a.ts': BASE['src/a.ts'].replace('one', 'another') });
      expect(await repository.merge(merge(commit, head))).toEqual({ ok: false, reason: 'conflict', head, paths: ['src/a.ts'] });
      expect(await repository.previewMerge({ commit, onto: 'main' })).toEqual({ ok: false, paths: ['src/a.ts'] });
      expect(await repository.resolve('main')).toBe(head);
    });

    it('lets exactly one of many racing merges win', async () => {
      const { repository, base } = await started();
      const commits = await Promise.all([1, 2, 3, 4].map(async (number) => (await repository.commit(edit({ parent: base, branch: `pawl/imp-${number}`, message: `Number ${number}` }))).commit));
      const results = await Promise.all(commits.map((commit) => repository.merge(merge(commit, base))));
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(results.filter((result) => !result.ok).map((result) => result.reason)).toEqual(['moved', 'moved', 'moved']);
      expect(commits).toContain(await repository.resolve('main'));
    });
  });

  describe(`${name}: reverting`, () => {
    it('undoes a commit and keeps what came after it', async () => {
      const { repository, write, base } = await started();
      const { commit } = await repository.commit(edit({ parent: base }));
      await repository.merge(merge(commit, base));
      const head = await write('main', { 'src/a.ts': 'ONE\ntwo\nthree\nfour\nFIVE\n' });
      const reverted = await repository.revert({ commit, branch: 'main', expectedHead: head, message: 'Revert', at: AT });
      expect(reverted.ok).toBe(true);
      expect((await repository.readTree('main')).files.get('src/a.ts')).toBe('one\ntwo\nthree\nfour\nFIVE\n');
    });

    it('is content when the same request has undone it already', async () => {
      const { repository, write, base } = await started();
      const { commit } = await repository.commit(edit({ parent: base }));
      await repository.merge(merge(commit, base));
      const request = { commit, branch: 'main', expectedHead: commit, message: 'Revert', at: AT };
      const first = await repository.revert(request);
      expect(await repository.revert(request)).toEqual(first);
      const later = await write('main', { 'src/b.ts': 'later\n' });
      expect(await repository.revert(request)).toEqual({ ok: true, head: later });
    });

    it('undoes a merge commit', async () => {
      const { repository, write, base } = await started();
      const { commit } = await repository.commit(edit({ parent: base }));
      const head = await write('main', { 'src/b.ts': 'theirs\n' });
      const merged = await repository.merge(merge(commit, head));
      await repository.revert({ commit: merged.head, branch: 'main', expectedHead: merged.head, message: 'Revert', at: AT });
      expect(Object.fromEntries((await repository.readTree('main')).files)).toEqual({ ...BASE, 'src/b.ts': 'theirs\n' });
    });

    it('leaves the branch when it moved, and when later work stands on the commit', async () => {
      const { repository, write, base } = await started();
      const { commit } = await repository.commit(edit({ parent: base }));
      await repository.merge(merge(commit, base));
      const head = await write('main', { 'src/a.ts': 'ONE AND A HALF\ntwo\nthree\nfour\nfive\n' });
      expect(await repository.revert({ commit, branch: 'main', expectedHead: commit, message: 'Revert', at: AT })).toEqual({ ok: false, reason: 'moved', head });
      expect(await repository.revert({ commit, branch: 'main', expectedHead: head, message: 'Revert', at: AT })).toEqual({ ok: false, reason: 'conflict', head, paths: ['src/a.ts'] });
      expect(await repository.resolve('main')).toBe(head);
    });
  });
}
