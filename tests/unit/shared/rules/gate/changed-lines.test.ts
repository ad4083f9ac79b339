import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedLines, sizeOfPatch } from '../../../../../shared/rules/gate/changed-lines.ts';

describe('changed lines', () => {
  it('numbers the new and different lines of the new text, and counts those that are gone', () => {
    expect(changedLines({ before: 'a\nb\nc\n', after: 'a\nB\nc\nd\n' })).toEqual({ added: new Set([2, 4]), removed: 1 });
  });

  it('takes a new file as all new and a deleted one as all gone', () => {
    expect(changedLines({ before: null, after: 'a\nb' })).toEqual({ added: new Set([1, 2]), removed: 0 });
    expect(changedLines({ before: 'a\nb\n', after: null })).toEqual({ added: new Set(), removed: 2 });
  });

  it('sums added and removed lines over files', () => {
    expect(sizeOfPatch([{ path: 'a', before: 'x\n', after: 'y\n' }, { path: 'b', before: null, after: 'z\n' }])).toBe(3);
  });

  it('accounts for every line: what is not added was there before', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 20 }).map((lines) => lines.map((line) => `${line}\n`).join(''));
    fc.assert(fc.property(text, text, (before, after) => {
      const { added, removed } = changedLines({ before, after });
      const count = (each: string) => each.split('\n').length - 1;
      expect(count(after) - added.size).toBe(count(before) - removed);
    }));
  });
});
