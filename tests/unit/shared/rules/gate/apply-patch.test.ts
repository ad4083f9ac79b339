import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPatch } from '../../../../../shared/rules/gate/apply-patch.ts';

const FILES = new Map([['a.ts', 'a\n'], ['b.ts', 'b\n']]);

describe('applying a patch', () => {
  it('changes, creates and deletes, and leaves the given files as they are', () => {
    const applied = applyPatch(FILES, [{ path: 'a.ts', before: 'a\n', after: 'A\n' }, { path: 'c.ts', before: null, after: 'c\n' }, { path: 'b.ts', before: 'b\n', after: null }]);
    expect(applied).toEqual({ ok: true, files: new Map([['a.ts', 'A\n'], ['c.ts', 'c\n']]) });
    expect(FILES.size).toBe(2);
  });

  it('names every file that is not as the patch expects', () => {
    const applied = applyPatch(FILES, [{ path: 'a.ts', before: 'other', after: 'x' }, { path: 'b.ts', before: null, after: 'x' }, { path: 'c.ts', before: 'c', after: 'x' }]);
    expect(applied.ok ? [] : applied.conflicts.map(({ path }) => path)).toEqual(['a.ts', 'b.ts', 'c.ts']);
  });

  it('refuses two changes of one file', () => {
    expect(applyPatch(FILES, [{ path: 'a.ts', before: 'a\n', after: 'x' }, { path: 'a.ts', before: 'a\n', after: 'y' }]).ok).toBe(false);
  });

  it('is undone by the opposite patch', () => {
    const text = fc.option(fc.string(), { nil: null });
    fc.assert(fc.property(fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.tuple(text, text)), (changes) => {
      const forward = Object.entries(changes).map(([path, [before, after]]) => ({ path, before, after }));
      const files = new Map(forward.flatMap(({ path, before }): [string, string][] => (before === null ? [] : [[path, before]])));
      const there = applyPatch(files, forward);
      const back = there.ok ? applyPatch(there.files, forward.map(({ path, before, after }) => ({ path, before: after, after: before }))) : there;
      expect(back).toEqual({ ok: true, files });
    }));
  });
});
