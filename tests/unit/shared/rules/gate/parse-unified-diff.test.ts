import { createTwoFilesPatch } from 'diff';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUnifiedDiff } from '../../../../../shared/rules/gate/parse-unified-diff.ts';

const A = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n';
const FILES = new Map([['src/a.ts', A], ['src/b.ts', 'b\n']]);
const HUNK = '@@ -1,3 +1,3 @@\n-one\n+ONE\n two\n three\n';
const CHANGED = [{ path: 'src/a.ts', before: A, after: A.replace('one', 'ONE') }];

describe('reading a unified diff', () => {
  it.each([
    ['of git', `diff --git a/src/a.ts b/src/a.ts\nindex 1234567..89abcde 100644\n--- a/src/a.ts\n+++ b/src/a.ts\n${HUNK}`],
    ['without prefixes', `--- src/a.ts\n+++ src/a.ts\n${HUNK}`],
    ['with times behind the names', `--- src/a.ts\t2026-01-01 00:00:00\n+++ src/a.ts\t2026-01-01 00:00:00\n${HUNK}`],
    ['in a mail', `From 1234 Mon Sep 17 00:00:00 2001\nFrom: Ada <ada@example.com>\nSubject: [PATCH] Louder\n\nBecause.\n---\n src/a.ts | 2 +-\n 1 file changed\n\ndiff --git a/src/a.ts b/src/a.ts\n--- a/src/a.ts\n+++ b/src/a.ts\n${HUNK}-- \n2.39.5\n`],
    ['in a fence', `\`\`\`diff\n--- a/src/a.ts\n+++ b/src/a.ts\n${HUNK}\`\`\`\n`],
    ['with wrong line numbers', `--- a/src/a.ts\n+++ b/src/a.ts\n${HUNK.replaceAll('-1,3 +1,3', '-3,3 +3,3')}`],
  ])('accepts one %s', (_, diff) => {
    expect(parseUnifiedDiff(diff, FILES)).toEqual({ ok: true, files: CHANGED });
  });

  it('creates, deletes and renames', () => {
    const diff = 'diff --git a/src/c.ts b/src/c.ts\nnew file mode 100644\n--- /dev/null\n+++ b/src/c.ts\n@@ -0,0 +1 @@\n+c\ndiff --git a/src/b.ts b/src/b.ts\ndeleted file mode 100644\n--- a/src/b.ts\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\ndiff --git a/src/a.ts b/src/z.ts\nsimilarity index 100%\nrename from src/a.ts\nrename to src/z.ts\n';
    expect(parseUnifiedDiff(diff, FILES)).toEqual({ ok: true, files: [
      { path: 'src/c.ts', before: null, after: 'c\n' }, { path: 'src/b.ts', before: 'b\n', after: null }, { path: 'src/a.ts', before: A, after: null }, { path: 'src/z.ts', before: null, after: A },
    ] });
  });

  it('keeps the line ends of the file', () => {
    const files = new Map([['a.ts', 'one\r\ntwo\r\nthree\r\n']]);
    expect(parseUnifiedDiff('--- a/a.ts\n+++ b/a.ts\n@@ -1,2 +1,2 @@\n-one\n+ONE\n two\n', files)).toEqual({ ok: true, files: [{ path: 'a.ts', before: 'one\r\ntwo\r\nthree\r\n', after: 'ONE\r\ntwo\r\nthree\r\n' }] });
  });

  it('names the file and the hunk that does not fit', () => {
    const parsed = parseUnifiedDiff(`--- a/src/a.ts\n+++ b/src/a.ts\n${HUNK}@@ -5,3 +5,3 @@\n five\n-nowhere\n+x\n seven\n`, FILES);
    expect(parsed).toEqual({ ok: false, errors: [expect.stringMatching(/^src\/a\.ts: hunk 2 of 2 \(line 5\)/)] });
  });

  it.each([
    ['nothing at all', '', /no change/],
    ['prose', 'Please make it faster.', /no change/],
    ['a file that is not there', '--- a/src/gone.ts\n+++ b/src/gone.ts\n@@ -1 +1 @@\n-x\n+y\n', /src\/gone\.ts: there is no such file/],
    ['creating a file that is there', '--- /dev/null\n+++ b/src/b.ts\n@@ -0,0 +1 @@\n+x\n', /src\/b\.ts: .*exists already/],
    ['a hunk without a file', HUNK, /names no file/],
    ['a hunk that is cut off', '--- a/src/b.ts\n+++ b/src/b.ts\n@@ -1,9 +1,9 @@\n-b\n', /./],
  ])('says what is wrong with %s', (_, diff, message) => {
    const parsed = parseUnifiedDiff(diff, FILES);
    expect(parsed.ok ? '' : parsed.errors.join('\n')).toMatch(message);
  });

  it('reads back every diff that is written of two texts', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '', '  x', '-- y', '++ z', '@@', '\\'), { maxLength: 12 }).map((lines) => lines.map((line) => `${line}\n`).join(''));
    fc.assert(fc.property(text, text, (before, after) => {
      fc.pre(before !== after && before !== '');
      const parsed = parseUnifiedDiff(createTwoFilesPatch('a/f.ts', 'b/f.ts', before, after), new Map([['f.ts', before]]));
      expect(parsed).toEqual({ ok: true, files: [{ path: 'f.ts', before, after }] });
    }), { numRuns: 300 });
  });

  it('never throws', () => {
    const line = fc.oneof(fc.string(), fc.constantFrom('--- a/f.ts', '+++ b/f.ts', '@@ -1,2 +1,2 @@', '+x', '-x', ' x', 'diff --git a/f.ts b/f.ts', 'rename from f.ts', 'rename to g.ts', 'new file mode 100644', 'Binary files a/f.ts and b/f.ts differ'));
    fc.assert(fc.property(fc.array(line), (lines) => {
      expect(typeof parseUnifiedDiff(lines.join('\n'), new Map([['f.ts', 'x\n']])).ok).toBe('boolean');
    }), { numRuns: 500 });
  });
});
