import { assert, constantFrom, option, property, record, array, boolean } from 'fast-check';
import { expect, it } from 'vitest';
import { keyRange } from '../../../../../shared/adapters/aws/dynamo-key-range.ts';

const bytes = (text: string) => Buffer.from(text);
const texts = constantFrom('', 'a', 'a#', 'a#1', 'a#12', 'a$', 'b', 'é', '￿', '\u{1F600}', 'a\u{1F600}', 'a￿');

/** Whether DynamoDB would read this sort key: its four conditions, compared by UTF-8 bytes as it does. */
const reads = (range: ReturnType<typeof keyRange>, sk: string): boolean => {
  if (range === undefined) return false;
  const value = (name: string) => bytes(range.ExpressionAttributeValues[name]?.S ?? '');
  const compared = (name: string) => Buffer.compare(bytes(sk), value(name));
  const condition = range.KeyConditionExpression.replace(/^pk = :pk( AND )?/, '');
  if (condition === '') return true;
  if (condition === 'begins_with(sk, :prefix)') return bytes(sk).subarray(0, value(':prefix').length).equals(value(':prefix'));
  if (condition === 'sk > :after') return compared(':after') > 0;
  if (condition === 'sk < :after') return compared(':after') < 0;
  if (condition === 'sk BETWEEN :from AND :to') {
    expect(Buffer.compare(value(':from'), value(':to')), 'DynamoDB refuses a range whose ends are the wrong way round').toBeLessThanOrEqual(0);
    return compared(':from') >= 0 && compared(':to') <= 0;
  }
  throw new Error(`DynamoDB does not know "${condition}"`);
};

it('reads what begins with the prefix and comes after, in the order of the bytes, whatever the two are', () => {
  assert(
    property(record({ prefix: option(texts, { nil: undefined }), after: option(texts, { nil: undefined }), newestFirst: boolean(), sks: array(texts.filter((sk) => sk !== '')) }), ({ prefix, after, newestFirst, sks }) => {
      const range = keyRange({ pk: 'p', limit: 9, newestFirst, ...(prefix === undefined ? {} : { prefix }), ...(after === undefined ? {} : { after }) });
      for (const sk of sks) {
        const comes = after === undefined ? 1 : Buffer.compare(bytes(sk), bytes(after)) * (newestFirst ? -1 : 1);
        expect(reads(range, sk) && sk !== after, sk).toBe(sk.startsWith(prefix ?? '') && comes > 0);
      }
    }),
    { numRuns: 500 },
  );
});
