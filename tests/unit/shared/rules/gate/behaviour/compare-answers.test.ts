import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAnswers } from '../../../../../../shared/rules/gate/behaviour/compare-answers.ts';

const INPUT = [{ name: 'one', event: {}, upstreams: [] }];
const sides = (first: unknown, second: unknown = first) => new Map([['0:0', first], ['1:0', second]]);
const ok = (body: unknown) => ({ returned: { statusCode: 200, body }, writes: [] });

describe('comparing answers', () => {
  it('finds none in equal answers, whatever they are', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.boolean(), (value, mayMend) => compareAnswers(INPUT, sides(value), sides(value), mayMend).same === 1));
  });

  it('finds every changed leaf of an answer that is the same each time', () => {
    fc.assert(fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.integer(), { minKeys: 1 }), (body) => {
      const [name = ''] = Object.keys(body);
      return compareAnswers(INPUT, sides(ok(body)), sides(ok({ ...body, [name]: 'changed' })), false).differing.length === 1;
    }));
  });

  it('leaves out what the old code answers differently by itself, and nothing else', () => {
    const old = sides(ok({ id: 1, price: 5 }), ok({ id: 2, price: 5 }));
    expect(compareAnswers(INPUT, old, sides(ok({ id: 7, price: 5 }), ok({ id: 8, price: 5 })), false)).toMatchObject({ same: 1, differing: [] });
    expect(compareAnswers(INPUT, old, sides(ok({ id: 7, price: 6 }), ok({ id: 8, price: 6 })), false).differing).toEqual([expect.objectContaining({ message: '"one" is answered differently: returned.body.price: 5 → 6.' })]);
  });

  it('sees what only the second pass shows, as a cache that mixes answers up does', () => {
    expect(compareAnswers(INPUT, sides(ok(1)), sides(ok(1), ok(2)), false).differing).toHaveLength(1);
  });

  it('sees what is no longer written, and what is written twice', () => {
    const writing = (...writes: string[]) => sides({ returned: null, writes });
    expect(compareAnswers(INPUT, writing('POST a'), writing(), false).differing).toHaveLength(1);
    expect(compareAnswers(INPUT, writing('POST a'), writing('POST a', 'POST a'), false).differing).toHaveLength(1);
  });

  it('takes an answer to what failed for mended only where failures are the reason', () => {
    for (const failed of [{ threw: { name: 'TypeError', message: 'x' }, writes: [] }, { returned: { statusCode: 502 }, writes: [] }]) {
      expect(compareAnswers(INPUT, sides(failed), sides(ok(1)), true)).toMatchObject({ mended: 1, differing: [] });
      expect(compareAnswers(INPUT, sides(failed), sides(ok(1)), false).differing).toHaveLength(1);
    }
    expect(compareAnswers(INPUT, sides(ok(2)), sides(ok(1)), true).differing).toHaveLength(1);
  });

  it('holds a new silence against the new code, and not the old one\u2019s', () => {
    expect(compareAnswers(INPUT, sides(ok(1)), new Map(), false).differing).toHaveLength(1);
    expect(compareAnswers(INPUT, new Map(), sides(ok(1)), false)).toEqual({ same: 0, mended: 0, differing: [], unanswered: [] });
  });

  it('says nothing of an answer for which the new code called what was not recorded, but names the call', () => {
    const asking = (body: unknown, ...unrecorded: string[]) => sides({ ...ok(body), unrecorded });
    expect(compareAnswers(INPUT, asking(1), asking(2, 'GET http://a/many'), false)).toEqual({ same: 0, mended: 0, differing: [], unanswered: ['GET http://a/many'] });
    expect(compareAnswers(INPUT, asking(1, 'GET http://a/x'), asking(2, 'GET http://a/x'), false).differing).toHaveLength(1);
    expect(compareAnswers(INPUT, asking(1, 'GET http://a/x'), asking(1), false)).toMatchObject({ same: 1, unanswered: [] });
  });

  it('shows five answers and counts the rest', () => {
    const inputs = Array.from({ length: 9 }, (_, index) => ({ name: String(index), event: {}, upstreams: [] }));
    const all = (value: unknown) => new Map(inputs.flatMap((_, index) => [[`0:${index}`, value], [`1:${index}`, value]] as const));
    const { differing } = compareAnswers(inputs, all(ok(1)), all(ok('x'.repeat(10_000))), false);
    expect(differing).toHaveLength(6);
    expect(differing.at(-1)?.message).toBe('4 more recorded inputs are answered differently.');
    expect(JSON.stringify(differing).length).toBeLessThan(3000);
  });
});
