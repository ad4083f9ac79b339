import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scheduleOf } from '../../infra/schedule.ts';
import { nextScheduledAt } from '../../lambdas/trigger/schedule.ts';

const DAY_MS = 86_400_000;

/** Whether an EventBridge cron expression of the kind that scheduleOf writes fires at an instant. */
const fires = (expression: string, at: number): boolean => {
  const [minutes = '', hours = '', , , weekday = ''] = expression.replace(/^cron\((.*)\)$/, '$1').split(' ');
  const time = new Date(at);
  const among = (field: string, value: number): boolean => field === '*' || field.split(',').map(Number).includes(value);
  return time.getUTCSeconds() === 0 && among(minutes, time.getUTCMinutes()) && among(hours, time.getUTCHours()) && (weekday !== 'THU' || time.getUTCDay() === 4);
};

describe('The schedule of cycles', () => {
  it.each([
    [24, '02:00', 'cron(0 2 * * ? *)', false],
    [6, '02:00', 'cron(0 2,8,14,20 * * ? *)', false],
    [5, '22:30', 'cron(30 3,8,13,18,22 * * ? *)', false],
    [1, '00:15', 'cron(15 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23 * * ? *)', false],
    [168, '02:00', 'cron(0 2 ? * THU *)', false],
    [48, '02:00', 'cron(0 2 * * ? *)', true],
    [36, '02:05', 'cron(5 * * * ? *)', true],
    [0.5, '02:00', 'cron(0,30 * * * ? *)', false],
    [1.5, '02:00', 'cron(0,30 * * * ? *)', true],
  ])('Every %s hours from %s on is %s.', (hours, start, expression, functionDecides) => {
    expect(scheduleOf(hours, start)).toEqual({ expression, functionDecides });
  });

  it('Whenever a cycle is due, the rule fires: for any interval in whole minutes and any time of day.', () => {
    const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
    const interval = fc.oneof(fc.integer({ min: 1, max: 336 }), fc.integer({ min: 10, max: 3000 }).map((minutes) => minutes / 60));
    fc.assert(
      fc.property(interval, time, fc.integer({ min: 20_000, max: 22_000 }), (hours, start, day) => {
        const { expression } = scheduleOf(hours, start);
        let now = day * DAY_MS;
        for (let due = 0; due < 10; due += 1) {
          now = nextScheduledAt(now, { cycleIntervalHours: hours, cycleStartTime: start });
          // Hours as a fraction are not exact in binary: the rule fires at the minute, the function looks whether the time has come.
          expect(fires(expression, Math.round(now / 60_000) * 60_000), `${hours} h from ${start}: ${new Date(now).toISOString()} and ${expression}`).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('Where the rule alone decides, it fires at no other time.', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3, 5, 6, 7, 12, 23, 24, 168, 0.5, 0.25), fc.integer({ min: 0, max: 23 }), (hours, hour) => {
        const start = `${String(hour).padStart(2, '0')}:00`;
        const { expression, functionDecides } = scheduleOf(hours, start);
        expect(functionDecides).toBe(false);
        const from = 20_400 * DAY_MS;
        const fired = Array.from({ length: 8 * 1440 }, (_, minute) => from + minute * 60_000).filter((at) => fires(expression, at));
        const due = fired.filter((at) => nextScheduledAt(at - 1, { cycleIntervalHours: hours, cycleStartTime: start }) === at);
        expect(due).toEqual(fired);
      }),
      { numRuns: 30 },
    );
  });
});
