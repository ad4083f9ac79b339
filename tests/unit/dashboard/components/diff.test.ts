import { createTwoFilesPatch } from 'diff';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceOf, pairLines } from '../../../../dashboard/src/components/diff/pair-lines.ts';
import { parseDiff } from '../../../../dashboard/src/components/diff/parse-diff.ts';

const lines = fc.array(fc.constantFrom('a', 'b', '-- a rule', '++ more', '', '@@ -1 +1 @@', '--- a/x', '+++ b/x', 'diff --git', '\\ odd', ' padded'), { maxLength: 30 });

describe('a patch that is read', () => {
  it('gives back both texts, whatever its lines look like', () => {
    fc.assert(fc.property(lines, lines, (before, after) => {
      const [old, next] = [before, after].map((each) => each.map((line) => `${line}\n`).join('')) as [string, string];
      const files = parseDiff(createTwoFilesPatch('a/x.ts', 'b/x.ts', old, next, undefined, undefined, { context: 100 }));
      if (old === next) return;
      const told = files[0]?.hunks.flatMap((hunk) => hunk.lines) ?? [];
      expect(files).toHaveLength(1);
      expect(told.filter(({ kind }) => kind === 'same' || kind === 'removed').map(({ text }) => text)).toEqual(before);
      expect(told.filter(({ kind }) => kind === 'same' || kind === 'added').map(({ text }) => text)).toEqual(after);
      // And side by side nothing is lost either.
      const pairs = pairLines(told);
      expect(pairs.flatMap((pair) => (pair.before ? [pair.before.text] : []))).toEqual(before);
      expect(pairs.flatMap((pair) => (pair.after ? [pair.after.text] : []))).toEqual(after);
    }));
  });

  it('numbers lines as they are in the files, over several hunks', () => {
    const old = Array.from({ length: 40 }, (_, index) => `line ${index + 1}\n`).join('');
    const [file] = parseDiff(createTwoFilesPatch('a/x.ts', 'b/x.ts', old, old.replace('line 3\n', 'line three\nand more\n').replace('line 30\n', ''), undefined, undefined, { context: 1 }));
    expect(file?.hunks.map(({ lines: each }) => each.map(({ kind, before, after }) => [kind, before, after]))).toEqual([
      [['same', 2, 2], ['removed', 3, undefined], ['added', undefined, 3], ['added', undefined, 4], ['same', 4, 5]],
      [['same', 29, 30], ['removed', 30, undefined], ['same', 31, 31]],
    ]);
    expect([file?.added, file?.removed]).toEqual([2, 2]);
  });

  it('tells new and deleted files, git’s headings, and files without a last line break', () => {
    const files = parseDiff('diff --git a/n.ts b/n.ts\nnew file mode 100644\nindex 0000000..ce01362\n--- /dev/null\n+++ b/n.ts\n@@ -0,0 +1 @@\n+hello\n\\ No newline at end of file\n--- a/gone.ts\t2026\n+++ /dev/null\n@@ -1 +0,0 @@\n-bye\n');
    expect(files.map(({ path, what }) => [path, what])).toEqual([['n.ts', 'new'], ['gone.ts', 'deleted']]);
    expect(files[0]?.hunks[0]?.lines.at(-1)).toEqual({ kind: 'note', text: 'No newline at end of file' });
  });

  it('fails on nothing', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      expect(parseDiff(text)).toBeInstanceOf(Array);
    }));
    expect(parseDiff('')).toEqual([]);
  });
});

describe('two lines that stand for each other', () => {
  it('differ in whole words', () => {
    expect(differenceOf("import { getProduct } from './catalogue.ts';", "import { getProducts } from './catalogue.ts';")).toEqual({
      before: ['import { ', 'getProduct', " } from './catalogue.ts';"],
      after: ['import { ', 'getProducts', " } from './catalogue.ts';"],
    });
    expect(differenceOf('  const lines = [];', '  throw new Error(reason);')).toBeUndefined();
  });

  it('are given back whole', () => {
    fc.assert(fc.property(fc.string(), fc.string(), fc.string(), (start, one, other) => {
      const difference = differenceOf(start + one, start + other);
      if (difference) expect([difference.before.join(''), difference.after.join('')]).toEqual([start + one, start + other]);
    }));
  });
});
