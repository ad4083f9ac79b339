import { describe, expect, it } from 'vitest';
import { outline } from '../../../../../lambdas/api/mcp/outline.ts';

describe('the outline of an answer', () => {
  it('reads well: instants as dates, flat things on a line, long texts as blocks, nothing that is empty', () => {
    const text = outline({ id: 'imp-1', since: 1_780_000_000_000, share: 0.123456, none: '', empty: [], rates: [{ stable: 1, candidate: 2 }], diff: '-a\n+b\n', deep: { list: [{ say: 'x'.repeat(120), n: 1 }] } });
    expect(text.split('\n')).toEqual(['id: imp-1', 'since: 2026-05-28T20:26:40Z', 'share: 0.1235', 'empty: (none)', 'rates:', '  - stable 1, candidate 2', 'diff:', '  | -a', '  | +b', 'deep:', '  list:', `    - say: ${'x'.repeat(120)}`, '      n: 1']);
  });

  it('says so when there is nothing', () => {
    expect([outline({}), outline([])]).toEqual(['(nothing)', '(none)']);
  });
});
