import { describe, expect, it } from 'vitest';
import { parseTimestamp } from '../../../../lab/detect/timestamp.ts';

describe('timestamps of series', () => {
  it.each([
    ['2014-04-01 00:05:00', '2014-04-01T00:05:00Z'],
    ['2014-04-01T00:05', '2014-04-01T00:05:00Z'],
    ['2014-04-01 00:05:00.250', '2014-04-01T00:05:00.250Z'],
    ['2014-04-01', '2014-04-01T00:00:00Z'],
    ['2014-04-01T02:05:00+02:00', '2014-04-01T00:05:00Z'],
  ])('reads %s, without a zone as UTC', (text, iso) => {
    expect(parseTimestamp(text)).toBe(Date.parse(iso));
  });

  it.each(['', 'yesterday', '2014-13-01 00:00:00', '2014-04-01 00:61:00', '2014-04-01 00:05:00,3'])('does not take "%s" for one', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});
