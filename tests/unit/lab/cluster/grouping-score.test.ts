import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvField } from '../../../../lab/cluster/csv-field.ts';
import { csvRows } from '../../../../lab/cluster/csv-rows.ts';
import { groupingScore } from '../../../../lab/cluster/grouping-score.ts';

describe('scoring groups', () => {
  it('counts only groups that have exactly the lines of a true one', () => {
    // True: aaa bb c. Predicted: 11 2 33 4 — only bb and c are right.
    expect(groupingScore([1, 1, 2, 3, 3, 4], ['a', 'a', 'a', 'b', 'b', 'c'])).toEqual({ accuracy: 3 / 6, f1: 4 / 7, predicted: 4, actual: 3, correct: 2 });
    expect(groupingScore(['x', 'x', 'x'], ['a', 'a', 'b'])).toMatchObject({ accuracy: 0, f1: 0 });
  });

  it('is perfect for the truth under other names, and for nothing else', () => {
    const groups = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(groups, (truth) => {
        expect(groupingScore(truth.map((group) => `${group}!`), truth)).toMatchObject({ accuracy: 1, f1: 1 });
      }),
    );
    fc.assert(
      fc.property(groups, fc.nat(), (truth, pick) => {
        const wrong = truth.map((group, index) => (index === pick % truth.length ? 'another' : group));
        const alone = truth.filter((group) => group === truth[pick % truth.length]).length === 1;
        expect(groupingScore(wrong, truth).accuracy === 1).toBe(alone);
      }),
    );
  });
});

describe('reading CSV', () => {
  it('reads what was written by RFC 4180', () => {
    const rows = fc.array(fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', 'é') }), { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n'), (table, end) => {
        expect(csvRows(table.map((row) => row.map(csvField).join(',')).join(end) + end)).toEqual(table);
      }),
    );
  });

  it('says where a quote is not closed', () => {
    expect(() => csvRows('a,b\n"c,d')).toThrow(/from character 5/);
  });
});
