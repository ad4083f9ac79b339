import { describe, expect, it } from 'vitest';
import { coverageOfChange } from '../../../../../shared/rules/gate/change-coverage.ts';

const ten = Array.from({ length: 10 }, (_, index) => `line ${index + 1}\n`).join('');
const FILE = { path: 'src/a.ts', before: null, after: ten };
const lines = (...numbers: number[]): ReadonlySet<number> => new Set(numbers);
const ALL = lines(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

describe('coverage of changed lines', () => {
  it('is the share of the changed lines that ran, among those that can run', () => {
    const result = coverageOfChange([FILE], new Map([['src/a.ts', { executable: lines(2, 3, 4, 9), covered: lines(2, 3, 9) }]]));
    expect(result).toMatchObject({ share: 0.75, executable: 4, measured: true });
  });

  it('looks at changed lines only', () => {
    const change = { path: 'src/a.ts', before: ten, after: ten.replace('line 5', 'line five') };
    expect(coverageOfChange([change], new Map([['src/a.ts', { executable: ALL, covered: lines(5) }]])).share).toBe(1);
  });

  it('must be more than eighty percent, and names the lines that lack', () => {
    const eighty = new Map([['src/a.ts', { executable: ALL, covered: lines(1, 2, 3, 4, 5, 6, 7, 8) }]]);
    expect(coverageOfChange([FILE], eighty).findings).toEqual([expect.objectContaining({ line: 9, message: 'src/a.ts: no test runs lines 9-10.' })]);
    const ninety = new Map([['src/a.ts', { executable: ALL, covered: lines(1, 2, 3, 4, 5, 6, 7, 8, 9) }]]);
    expect(coverageOfChange([FILE], ninety).findings).toEqual([]);
  });

  it('counts a changed file that no test loads as not covered', () => {
    expect(coverageOfChange([FILE], new Map([['src/other.ts', { executable: ALL, covered: ALL }]])).share).toBe(0);
  });

  it('asks nothing of tests, texts, deleted files and lines that cannot run', () => {
    const measured = new Map([['src/a.ts', { executable: lines(), covered: lines() }]]);
    const files = [FILE, { path: 'src/a.test.ts', before: null, after: ten }, { path: 'README.md', before: null, after: ten }, { path: 'src/b.ts', before: ten, after: null }];
    expect(coverageOfChange(files, measured)).toEqual({ share: undefined, executable: 0, measured: true, findings: [] });
  });

  it('is unknown where nothing was measured', () => {
    expect(coverageOfChange([FILE], new Map())).toMatchObject({ share: undefined, measured: false });
  });
});
