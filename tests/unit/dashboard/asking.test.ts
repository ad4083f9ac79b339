import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pauseBefore } from '../../../dashboard/src/api/pause-before.ts';
import { problemFrom } from '../../../dashboard/src/api/problem.ts';
import { queryOf } from '../../../dashboard/src/api/query.ts';
import { tokenIn, tokenInHash } from '../../../dashboard/src/api/token-in-hash.ts';
import { watched } from '../../../dashboard/src/api/watched.ts';

describe('a question as an address', () => {
  it('repeats lists, leaves out what is not set, and is the same whatever the order of its parts', () => {
    expect(queryOf({ state: ['queued', 'watching'], limit: 5, after: undefined })).toBe('?limit=5&state=queued&state=watching');
    expect(queryOf({ b: 1, a: 2 })).toBe(queryOf({ a: 2, b: 1 }));
    expect(queryOf({})).toBe('');
  });

  it('cannot be broken out of by what stands in it', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      expect(new URLSearchParams(queryOf({ words: text.toWellFormed(), limit: 1 })).getAll('limit')).toEqual(['1']);
    }));
  });
});

describe('a problem', () => {
  it('is told in the words of the API', () => {
    expect(problemFrom(409, { title: 'Conflict', detail: 'It is being watched already.', code: 'refused' })).toEqual({ status: 409, title: 'Not possible now', detail: 'It is being watched already.', code: 'refused' });
  });

  it('is told also where something else than Pawl answered', () => {
    for (const body of [undefined, null, 'Bad gateway', [], { detail: 7 }]) expect(problemFrom(502, body)).toEqual({ status: 502, title: 'Answer 502', detail: 'Pawl had an error of its own. Its log says more.' });
  });

  it('says how long to wait', () => {
    expect(problemFrom(429, {}, '12').retryAfterSeconds).toBe(12);
    expect(problemFrom(429, {}, 'Wed, 21 Oct').retryAfterSeconds).toBeUndefined();
  });
});

describe('a token', () => {
  it('is found in the link that the start prints, and pasted alone or in its link', () => {
    expect(tokenInHash('#token=pawl_0123456789abcdef_x-Y')).toBe('pawl_0123456789abcdef_x-Y');
    expect(tokenIn(' http://127.0.0.1:4380/#token=pawl_0123 \n')).toBe('pawl_0123');
    expect(tokenIn('pawl_0123')).toBe('pawl_0123');
  });

  it('is not looked for in other addresses, and never holds what could end a header', () => {
    for (const hash of ['', '#/', '#/token=abcdefgh', '#token=', '#token=abc def gh', '#token=abcdefgh\r\nx: y']) expect(tokenInHash(hash)).toBeUndefined();
  });
});

describe('coming back after the line was cut', () => {
  it('waits longer each time, half a minute and a little at most, and never all pages at once', () => {
    fc.assert(fc.property(fc.nat(60), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const ms = pauseBefore(attempt, random);
      expect(ms).toBeGreaterThanOrEqual(750);
      expect(ms).toBeLessThanOrEqual(37_500);
      expect(pauseBefore(attempt + 1, random)).toBeGreaterThanOrEqual(ms);
    }));
    expect(pauseBefore(3, 0)).not.toBe(pauseBefore(3, 1));
  });
});

describe('a watched value', () => {
  it('tells of changes only, and nobody who has stopped watching', () => {
    const value = watched(1);
    const seen: number[] = [];
    const stop = value.watch(() => seen.push(value.get()));
    value.set(1);
    value.set(2);
    stop();
    value.set(3);
    expect(seen).toEqual([2]);
  });
});
