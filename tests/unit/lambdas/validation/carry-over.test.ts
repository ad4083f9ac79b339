import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carryOver } from '../../../../lambdas/validation/carry-over.ts';
import type { FileChange } from '../../../../shared/domain/remedy.ts';
import { patchOn } from '../../../../lab/faults/release-world.ts';

const lines = (...texts: string[]) => `${texts.join('\n')}\n`;
const BEFORE = lines('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j');
const AFTER = BEFORE.replace('d', 'D');
const patch = (...files: FileChange[]) => ({ ...patchOn('base'), files });
const tree = (files: Record<string, string>) => ({ commit: 'head', files: new Map(Object.entries(files)), skipped: [] });
const CHANGE = { path: 'a.ts', before: BEFORE, after: AFTER };

describe('carrying a patch over to another commit', () => {
  it('gives the same change where nothing has changed', () => {
    expect(carryOver(patch(CHANGE), tree({ 'a.ts': BEFORE }))).toEqual({ ok: true, patch: { ...patch(CHANGE), baseCommit: 'head' } });
  });

  it('keeps what the owners changed elsewhere in the file', () => {
    const present = BEFORE.replace('j', 'J');
    const carried = carryOver(patch(CHANGE), tree({ 'a.ts': present }));
    expect(carried.ok && carried.patch.files).toEqual([{ path: 'a.ts', before: present, after: present.replace('d', 'D') }]);
  });

  it('finds its place when lines were added above', () => {
    const present = `${lines('x', 'y')}${BEFORE}`;
    const carried = carryOver(patch(CHANGE), tree({ 'a.ts': present }));
    expect(carried.ok && carried.patch.files[0]?.after).toBe(present.replace('d', 'D'));
  });

  it('names where it no longer fits, and then carries nothing', () => {
    const other = { path: 'b.ts', before: BEFORE, after: AFTER };
    expect(carryOver(patch(CHANGE, other), tree({ 'a.ts': BEFORE, 'b.ts': BEFORE.replace('d', 'delta') }))).toEqual({ ok: false, paths: ['b.ts'] });
  });

  it.each([
    ['a file that is gone', { path: 'a.ts', before: BEFORE, after: AFTER }, {}],
    ['a file to create that is there with other words', { path: 'a.ts', before: null, after: 'new\n' }, { 'a.ts': 'other\n' }],
    ['a file to delete that has changed', { path: 'a.ts', before: BEFORE, after: null }, { 'a.ts': AFTER }],
  ])('does not fit %s', (_, change, files) => {
    expect(carryOver(patch(change), tree(files))).toEqual({ ok: false, paths: ['a.ts'] });
  });

  it('creates and deletes', () => {
    const files = [{ path: 'new.ts', before: null, after: 'x\n' }, { path: 'old.ts', before: 'y\n', after: null }];
    const carried = carryOver(patch(...files), tree({ 'old.ts': 'y\n' }));
    expect(carried.ok && carried.patch.files).toEqual(files);
  });

  it('drops what is there already, so that an empty patch says that all is', () => {
    const carried = carryOver(patch(CHANGE, { path: 'gone.ts', before: 'y\n', after: null }), tree({ 'a.ts': AFTER }));
    expect(carried.ok && carried.patch.files).toEqual([]);
  });

  it('never loses an owner\'s line, and never half-applies', () => {
    const line = fc.constantFrom<string>('a', 'b', 'c', 'x');
    fc.assert(
      fc.property(fc.array(line, { minLength: 9, maxLength: 14 }), fc.nat({ max: 8 }), fc.nat({ max: 13 }), (texts, changed, theirs) => {
        const before = lines(...texts);
        const after = lines(...texts.with(changed, 'PAWL'));
        const present = lines(...texts.with(theirs % texts.length, 'OWNER'));
        const carried = carryOver(patch({ path: 'a.ts', before, after }), tree({ 'a.ts': present }));
        if (!carried.ok) return carried.paths.length === 1;
        const result = carried.patch.files[0]?.after ?? '';
        return result.split('\n').filter((text) => text === 'OWNER').length === 1 && result.split('\n').filter((text) => text === 'PAWL').length === 1;
      }),
      { numRuns: 300 },
    );
  });
});
