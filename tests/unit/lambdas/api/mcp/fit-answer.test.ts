import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitted, sizeOf, visibly } from '../../../../../lambdas/api/mcp/fit-answer.ts';

const answer = fc.record({
  id: fc.string({ maxLength: 200 }),
  next: fc.string({ maxLength: 400 }),
  diff: fc.string({ maxLength: 30_000, unit: 'grapheme' }),
  items: fc.array(fc.record({ improvementId: fc.string({ maxLength: 40 }), title: fc.string({ maxLength: 400 }), points: fc.array(fc.tuple(fc.integer(), fc.double({ noNaN: true })), { maxLength: 50 }) }), { maxLength: 60 }),
});

describe('an answer within bounds', () => {
  it('is never larger than allowed, keeps its shape, and cuts neither ids nor cursors', () => {
    fc.assert(
      fc.property(answer, fc.integer({ min: 3000, max: 20_000 }), (value, most) => {
        const fit = fitted(value, most);
        expect(fit).toBeDefined();
        const kept = fit?.value as typeof value;
        expect(sizeOf(kept)).toBeLessThanOrEqual(most);
        expect([kept.id, kept.next]).toEqual([value.id, value.next]);
        expect(value.items.map(({ improvementId }) => improvementId)).toEqual(expect.arrayContaining(kept.items.map(({ improvementId }) => improvementId)));
        for (const { points } of kept.items) for (const point of points) expect(point).toHaveLength(2);
      }),
      { numRuns: 150 },
    );
  });

  it('says what was left out, and how much', () => {
    const fit = fitted({ diff: 'x'.repeat(50_000), list: [1, 2, 3] }, 13_000);
    expect(fit?.cuts).toEqual([{ path: 'diff', shown: 12_000, of: 50_000, unit: 'characters' }]);
  });

  it('keeps the newest of what is in time order, and thins a series from end to end', () => {
    const audit = Array.from({ length: 300 }, (_, at) => ({ at, what: 'x'.repeat(100) }));
    const kept = (fitted({ audit }, 5000) as { value: { audit: { at: number }[] } }).value.audit;
    expect(kept.at(-1)?.at).toBe(299);
    const points = Array.from({ length: 10_080 }, (_, minute) => [minute * 60, 12, 0, 20.5, 80.25]);
    const thinned = (fitted({ points }, 5000) as { value: { points: number[][] } }).value.points;
    expect([thinned.length > 50, thinned[0]?.[0], (thinned.at(-1)?.[0] ?? 0) > 500_000]).toEqual([true, 0, true]);
  });

  it('is left as it is when it fits', () => {
    expect(fitted({ a: [1] }, 100)).toEqual({ value: { a: [1] }, cuts: [] });
  });
});

describe('what is made visible', () => {
  it('shows what a model reads and a person does not see', () => {
    expect(visibly({ a: 'safe\u202Eevil\u{E0041}', b: [Number.NaN, undefined, 'tab\tand\nline'], c: undefined })).toEqual({ a: 'safe\\u{202e}evil\\u{e0041}', b: [null, undefined, 'tab\tand\nline'] });
  });
});
