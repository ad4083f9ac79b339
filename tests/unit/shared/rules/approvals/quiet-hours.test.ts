import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QuietHours } from '../../../../../shared/domain/approval-policy.ts';
import { quietUntil } from '../../../../../shared/rules/approvals/quiet-hours.ts';

const at = (text: string): number => Date.parse(text);
const quiet = (hours: object, now: string): string | undefined => {
  const until = quietUntil([QuietHours.parse(hours)], at(now));
  return until === undefined ? undefined : new Date(until).toISOString();
};
const NIGHT = { timeZone: 'Europe/Berlin', from: '18:00', until: '08:00' };

describe('quiet hours', () => {
  test.each([
    ['in the evening', NIGHT, '2026-07-01T16:30:00Z', '2026-07-02T06:00:00.000Z'],
    ['after midnight', NIGHT, '2026-07-02T05:59:59.999Z', '2026-07-02T06:00:00.000Z'],
    ['in winter, an hour later by UTC', NIGHT, '2026-01-10T17:30:00Z', '2026-01-11T07:00:00.000Z'],
    ['in the night that the clocks go forward', NIGHT, '2026-03-28T20:00:00Z', '2026-03-29T06:00:00.000Z'],
    ['in the night that they go back', NIGHT, '2026-10-24T20:00:00Z', '2026-10-25T07:00:00.000Z'],
    ['that end in the hour which there is not, with its end', { ...NIGHT, until: '02:30' }, '2026-03-28T23:00:00Z', '2026-03-29T01:00:00.000Z'],
    ['on the other side of the date line', { timeZone: 'Pacific/Auckland', from: '00:00', until: '06:00' }, '2026-06-30T12:30:00Z', '2026-06-30T18:00:00.000Z'],
    ['of a whole day, by its days', { timeZone: 'UTC', from: '00:00', until: '00:00', days: ['sat', 'sun'] }, '2026-11-21T10:00:00Z', '2026-11-23T00:00:00.000Z'],
    ['that never end, as eight days', { timeZone: 'UTC', from: '00:00', until: '00:00' }, '2026-11-21T10:00:00Z', '2026-11-29T10:00:00.000Z'],
  ])('%s', (_, hours, now, until) => {
    expect(quiet(hours, now)).toBe(until);
  });

  test.each([
    ['before they begin', NIGHT, '2026-07-01T15:59:59Z'],
    ['at the minute they end', NIGHT, '2026-07-02T06:00:00Z'],
    ['on another day', { ...NIGHT, days: ['fri'] }, '2026-07-02T17:00:00Z'],
    ['on the morning after a day that is not theirs', { ...NIGHT, days: ['fri'] }, '2026-07-02T02:00:00Z'],
  ])('are not on %s', (_, hours, now) => {
    expect(quiet(hours, now)).toBeUndefined();
  });

  test('that follow each other end with the last', () => {
    const weekend = [QuietHours.parse({ ...NIGHT, days: ['fri'] }), QuietHours.parse({ timeZone: 'Europe/Berlin', from: '08:00', until: '08:00', days: ['sat', 'sun'] })];
    expect(new Date(quietUntil(weekend, at('2026-07-03T20:00:00Z')) ?? 0).toISOString()).toBe('2026-07-06T06:00:00.000Z');
  });

  test('a zone or a time that does not exist is not taken', () => {
    expect(QuietHours.safeParse({ ...NIGHT, timeZone: 'Europe/Atlantis' }).success).toBe(false);
    expect(QuietHours.safeParse({ ...NIGHT, from: '24:00' }).success).toBe(false);
  });

  test('at the end that is told nothing is quiet, and a minute before it still was', () => {
    const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
    const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Antarctica/Troll', 'UTC', 'America/Santiago');
    fc.assert(fc.property(zone, time, time, fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') }), (timeZone, from, until, now) => {
      fc.pre(from !== until);
      const hours = [QuietHours.parse({ timeZone, from, until })];
      const end = quietUntil(hours, now);
      if (end === undefined) return;
      expect(end).toBeGreaterThan(now - 60_000);
      expect(end - now).toBeLessThanOrEqual(27 * 3_600_000);
      expect(quietUntil(hours, end)).toBeUndefined();
      expect(quietUntil(hours, end - 60_000)).toBeDefined();
    }), { numRuns: 120 });
  });
});
