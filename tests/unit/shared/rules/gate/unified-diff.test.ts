import { applyPatch, parsePatch } from 'diff';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { unifiedDiff } from '../../../../../shared/rules/gate/unified-diff.ts';

const text = fc.array(fc.constantFrom('a', 'b', 'const x = 1;', '', '  }', '-- b', '++ b'), { maxLength: 30 }).map((lines) => lines.map((line) => `${line}\n`).join(''));

it('can be applied to the old text to give the new one', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      fc.pre(before !== after);
      expect(applyPatch(before, unifiedDiff([{ path: 'x.ts', before, after }]))).toBe(after);
    }),
  );
});

it('names the files as git does, also those that are new or gone', () => {
  const diff = unifiedDiff([
    { path: 'src/a.ts', before: 'one\n', after: 'two\n' },
    { path: 'src/new.ts', before: null, after: 'x\n' },
    { path: 'src/old.ts', before: 'y\n', after: null },
  ]);
  expect(parsePatch(diff).map(({ oldFileName, newFileName }) => [oldFileName, newFileName])).toEqual([
    ['a/src/a.ts', 'b/src/a.ts'],
    ['/dev/null', 'b/src/new.ts'],
    ['a/src/old.ts', '/dev/null'],
  ]);
});
