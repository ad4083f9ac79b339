import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeText } from '../../../../../shared/rules/firewall/safe-text.ts';
import { hasInvisible } from '../../../../../shared/rules/firewall/visible.ts';

const safe = (text: string, most = 2000) => safeText(text, { most }).text;

/** Pieces that the rules look for, so that generated texts meet them. */
const pieces = fc.constantFrom(
  'password', '"token"', ': ', '=', '"', '\\"', "'", 'Bearer ', 'Cookie: ', '<secret>', '<email>', 'bob@example.com', '4111111111111111', 'AKIAIOSFODNN7EXAMPLE', '-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----',
  'https://a:b@c.example/', '\n', ' ', '\u202E', '\u200B', '\u001B[31m', '\u001B]0;', '１２３', '+49 170 1234567', '10.0.0.1', '2001:db8::1', 'DE89370400440532013000', '[… cut …]', '\uD800', 'é', 'e\u0301', 'ﷺ',
);
const hostile = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.array(fc.oneof(pieces, fc.string({ maxLength: 12 })), { maxLength: 40 }).map((parts) => parts.join('')));

describe('a safe text', () => {
  it.each([
    ['a bearer token', 'Authorization: Bearer abc.def.ghi12345', 'abc'], ['a basic login', 'sent Basic dXNlcjpwYXNzMTIz to it', 'dXNl'], ['a password in JSON', '{"password":"hunter2 and more"}', 'hunter2'], ['a password in JSON within JSON', String.raw`{"body":"{\"password\":\"hunter2\"}"}`, 'hunter2'],
    ['a login in an address', 'connect postgres://bob:hun/ter2@db.internal:5432/x', 'ter2@db'], ['a variable', 'DB_PASSWORD=hunter2 next', 'hunter2'], ['a flag', 'run --api-key hunter2 -v', 'hunter2'], ['an element', '<password>hunter2</password>', 'hunter2'], ['a sentence', 'the password is hunter2', 'hunter2'],
    ['cookies', 'Cookie: sid=hunter2; theme=dark', 'hunter2'], ['a key of AWS', 'key AKIAIOSFODNN7EXAMPLE', 'AKIA'], ['a key of AWS in full-width letters', 'ＡＫＩＡIOSFODNN7EXAMPLE', 'IOSFODNN7'], ['a key with an invisible sign in it', 'AKIA\u200BIOSFODNN7EXAMPLE', 'IOSF'],
    ['a token of GitHub', `token ghp_${'a1B2'.repeat(9)}`, 'ghp_a1'], ['a JWT', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl', 'eyJz'], ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAK\n-----END RSA PRIVATE KEY-----', 'MIIEow'], ['a private key that was cut off', '-----BEGIN PRIVATE KEY-----\nMIIEow', 'MIIEow'],
    ['a signed address', 'https://b.example/x?X-Amz-Signature=abcdef0123&a=1', 'abcdef0123'], ['a random word', 'got Zx8Kq2Lm9Rt4Vw7Yb3Nc6Pd1 from it', 'Zx8K'], ['a webhook', 'https://hooks.slack.com/services/T0AAA/B0BBB/cccDDD', 'T0AAA'],
  ])('does not hold %s', (_, text, secret) => {
    const { text: left, redacted } = safeText(text, { most: 500 });
    expect(left).not.toContain(secret);
    expect(redacted).toBeGreaterThan(0);
  });

  it.each([
    ['a mail address', 'from bob.o-neil@example.co.uk.', '<email>'], ['an encoded mail address', '?u=bob%40example.com', '<email>'], ['a card', 'paid by 4111 1111 1111 1111', '<card>'], ['an account', 'DE89 3704 0044 0532 0130 00', '<iban>'], ['a phone number', 'call +49 170 1234567', '<phone>'], ['a US phone number', 'call (415) 555-2671', '<phone>'],
    ['an address of the net', 'from 203.0.113.9 now', '<ip>'], ['a long address of the net', 'from 2001:db8::8a2e:370:7334', '<ip>'], ['a US social security number', 'ssn 078-05-1120', '<id>'], ['a Spanish identity number', 'DNI 12345678Z', '<id>'], ['a Brazilian tax number', 'CPF 529.982.247-25', '<id>'], ['a Swiss insurance number', 'AHV 756.9217.0769.85', '<id>'],
    ['a name by its field', '{"firstName":"Ada","n":1}', '<personal>'],
  ])('does not tell %s', (_, text, mask) => {
    expect(safe(text)).toContain(mask);
  });

  it.each([
    "TypeError: Cannot read properties of undefined (reading 'token')", 'Unexpected token < in JSON at position 0', 'at handleOrdersV2GetCustomerHistory (/var/task/node_modules/@aws-sdk/client-dynamodb/dist-cjs/index.js:12:5)', 'lodash@4.17.21 took 3000 ms at 2026-07-31T02:00:00.123Z',
    'request 123e4567-e89b-12d3-a456-426614174000: connect ECONNREFUSED 127.0.0.1:5432', 'Basic authentication failed; the password is missing', 'GET /orders/{id}/items?limit=20 → 502 in 1,204.5 ms', 'recipes/cache-reads/place-files-and-more-things', 'order 123456789: 12 items',
  ])('leaves what tells no secret: %s', (text) => {
    expect(safeText(text, { most: 500 })).toEqual({ text, redacted: 0, cut: false });
  });

  it('leaves line breaks and tabs, and takes terminal sequences, hidden and reversing characters out', () => {
    expect(safe('a\u202Eb\u200Bc\u{E0041}d\u001B[31mred\u001B[0m\u001B]8;;https://evil.example\u0007!\r\n\tx\u0000\uFE0F')).toBe('abcdred!\n\tx');
  });

  it('keeps both ends of what is too long, and shows that it was cut', () => {
    const { text, cut } = safeText(`begin ${'x '.repeat(5000)}end`, { most: 300 });
    expect(cut).toBe(true);
    expect(text).toMatch(/^begin x[^]*\n\[… cut …\]\n[^]*end$/);
    expect(text.length).toBeLessThanOrEqual(300);
  });

  it('is bounded, holds nothing invisible, and is left as it is by a second pass', () => {
    fc.assert(fc.property(hostile, fc.integer({ min: 0, max: 400 }), (text, most) => {
      const once = safe(text, most);
      expect(once.length).toBeLessThanOrEqual(most);
      expect(hasInvisible(once)).toBe(false);
      expect(safe(once, most)).toBe(once);
    }), { numRuns: 400 });
  });

  it.each([['spaces', ' '], ['letters', 'a'], ['digits', '1'], ['at signs', 'a@'], ['colons', 'a:'], ['quotes', 'token="'], ['beginnings of keys', '-----BEGIN PRIVATE KEY-----'], ['dots', 'a.'], ['escapes', '\u001B]']])('reads a million %s without getting lost', (_, unit) => {
    expect(safe(unit.repeat(1_000_000), 4000).length).toBeLessThanOrEqual(4000);
  });
});
