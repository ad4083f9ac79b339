import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { snsSubject } from '../../../../../shared/adapters/aws/sns-subject.ts';

describe('a subject for SNS', () => {
  it.each([
    ['Rolled back orders', 'Rolled back orders'],
    ['p95 ×2 — “naïve” café…', 'p95 x2 - "naive" cafe...'],
    ['two\r\n\tlines', 'two lines'],
    ['注文', '??'],
    [' \n', 'Pawl'],
  ])('%j becomes %j', (text, subject) => {
    expect(snsSubject(text)).toBe(subject);
  });

  it('is one visible line that SNS takes, whatever the text', () => {
    assert(
      property(array(integer({ min: 0, max: 0x10ffff }), { maxLength: 150 }), (codePoints) => {
        expect(snsSubject(String.fromCodePoint(...codePoints))).toMatch(/^[!-~]([ -~]{0,97}[!-~])?$/);
      }),
      { numRuns: 100 },
    );
  });
});
