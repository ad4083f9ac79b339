import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactMessage } from '../../../../../shared/rules/clustering/mask.ts';

describe('redaction', () => {
  it('leaves no address, token or long number', () => {
    expect(redactMessage('kim@example.com sent token=abc123secret and 4111111111111111', 200)).toBe('<email> sent token=<secret> and <digits>');
  });

  it.each([
    ['Authorization: Bearer abc.def', 'Authorization: Bearer <secret>', 'abc'],
    ['{"authorization":"Basic dXNlcjpw"}', 'authorization', 'dXNlcjpw'],
    ['api_key="s3cr3t-value" was refused', 'was refused', 's3cr3t'],
    ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig', 'jwt <token>', 'eyJzdWI'],
  ])('%s keeps its sense and loses its secret', (message, kept, lost) => {
    const shown = redactMessage(message, 200);
    expect(shown).toContain(kept);
    expect(shown).not.toContain(lost);
  });

  it('is no longer than asked for', () => {
    fc.assert(fc.property(fc.string({ maxLength: 2000 }), (text) => {
      expect(redactMessage(text, 100).length).toBeLessThanOrEqual(100);
    }));
  });
});
