import { describe, expect, it } from 'vitest';
import { bandPath, linePath, stepPath } from '../../../../dashboard/src/charts/paths.ts';
import { thin } from '../../../../dashboard/src/charts/thin.ts';

const same = (value: number): number => value;

describe('lines and bands', () => {
  it('break where nothing is known', () => {
    expect(linePath([[0, 1], [1, 2], [2, null], [3, 4], [4, 5]], same, same)).toBe('M0 1h0L1 2M3 4h0L4 5');
    expect(bandPath([[0, 1, 3], [1, 2, 4], [2, null, 9], [3, 1, 2], [4, 1, 2]], same, same)).toBe('M0 3L1 4L1 2L0 1ZM3 2L4 2L4 1L3 1Z');
  });

  it('are nothing where nothing is known', () => {
    expect(linePath([[0, null]], same, same)).toBe('');
    expect(bandPath([], same, same)).toBe('');
    expect(stepPath([], 9, same, same)).toBe('');
  });

  it('keep a height until the next step', () => {
    expect(stepPath([[0, 1], [5, 3]], 9, same, same)).toBe('M0 1H5V3H9');
  });

  it('are thinned to the mean of what is known, and what is short is left as it is', () => {
    expect(thin([[0, 2], [1, 4], [2, null], [3, 10], [4, null], [5, null]], 3)).toEqual([[1, 3], [3, 10], [5, null]]);
    expect(thin([[0, 2], [1, null]], 3)).toEqual([[0, 2], [1, null]]);
  });
});
