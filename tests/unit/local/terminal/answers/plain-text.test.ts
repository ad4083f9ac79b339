import { expect, it } from 'vitest';
import { plainText } from '../../../../../local/terminal/answers/plain-text.ts';

it('writes instants as people read them, and other numbers as they are', () => {
  expect(plainText({ startedAt: 1_780_000_000_000, at: 1_780_000_000_000, tokens: 1_780_000_000_000, opportunities: 0 })).toBe('startedAt: 2026-05-28 20:26:40 UTC\nat: 2026-05-28 20:26:40 UTC\ntokens: 1780000000000\nopportunities: 0');
});
