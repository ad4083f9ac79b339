import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeLines } from '../../../../../shared/adapters/aws/merge-lines.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'pawl-merge-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What git makes of it; `undefined` for a conflict. */
const gitMerge = (base: string, ours: string, theirs: string): string | undefined => {
  const files = Object.entries({ ours, base, theirs }).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
  try {
    return execFileSync('git', ['merge-file', '-p', '-q', ...files], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
};

/** Lines that occur once, so that there is one way to see what changed. */
const base = Array.from({ length: 12 }, (_, index) => `line ${index}\n`);
const edited = (side: string) => fc.array(fc.constantFrom(...Array.from({ length: 12 }, () => 'keep'), 'change', 'delete', 'insert'), { minLength: 12, maxLength: 12 }).map((actions) =>
  base.map((line, index) => ({ keep: line, change: `${side} ${index}\n`, delete: '', insert: `${line}${side} after ${index}\n` })[actions[index] ?? 'keep'] ?? line).join(''));

describe('merging texts by lines', () => {
  it('gives what git gives, conflicts included', () => {
    const outcomes = new Set<boolean>();
    fc.assert(fc.property(edited('ours'), edited('theirs'), (ours, theirs) => {
      const merged = mergeLines(base.join(''), ours, theirs);
      outcomes.add(merged !== undefined);
      expect(merged).toBe(gitMerge(base.join(''), ours, theirs));
    }), { numRuns: 150 });
    expect(outcomes).toEqual(new Set([true, false]));
  });

  it('takes the other side where one side changed nothing, whatever the lines are', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('a\n', 'b\n', '\r\n', 'c')), fc.array(fc.constantFrom('a\n', 'b\n', '\r\n', 'c')), (from, to) => {
      expect(mergeLines(from.join(''), from.join(''), to.join(''))).toBe(to.join(''));
      expect(mergeLines(from.join(''), to.join(''), from.join(''))).toBe(to.join(''));
      expect(mergeLines(from.join(''), to.join(''), to.join(''))).toBe(to.join(''));
    }));
  });
});
