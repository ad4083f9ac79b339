import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact } from '../../../../shared/probe/redact.ts';

test.each([
  ['no customer ada@example.org here', 'no customer <email> here'],
  ['card 4111 1111 1111 1111 refused', 'card <number> refused'],
  ['Authorization: Bearer abc.def-123', 'Authorization: <secret> <token>'],
  ['password="hunter2"', 'password="<secret>"'],
  ['GET https://h/x?user=1&b=2 failed', 'GET https://h/x?<query> failed'],
  ['order 6f1c2f1e-8a44-4a39-9a0f-0d7e0a1c9b11 missing', 'order <id> missing'],
  ['key AKIAIOSFODNN7EXAMPLE1 used', 'key <token> used'],
])('%s → %s', (message, redacted) => {
  expect(redact(message)).toBe(redacted);
});

test('an ordinary message stays as it is', () => {
  const message = "Cannot read properties of undefined (reading 'city')";
  expect(redact(message)).toBe(message);
});

test('whatever comes, the result is at most 300 characters and holds no e-mail address', () => {
  fc.assert(
    fc.property(fc.string(), fc.stringMatching(/^[a-z][a-z0-9+]{0,12}@[a-z]{1,10}\.(org|com|de)$/), fc.string({ maxLength: 2_000 }), (before, email, after) => {
      const text = redact(`${before} ${email} ${after}`);
      expect(text.length).toBeLessThanOrEqual(300);
      expect(text).not.toContain(email);
    }),
  );
});
