import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastScheduledAt, nextScheduledAt } from '../../../../lambdas/trigger/schedule.ts';
import { startScheduledCycle } from '../../../../lambdas/trigger/start-scheduled-cycle.ts';
import { commandsOn } from '../../../support/release-commands.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';

const at = (text: string): number => Date.parse(`2026-03-04T${text}Z`);
const NIGHTLY = { cycleIntervalHours: 24, cycleStartTime: '02:00' };

describe('when cycles are due', () => {
  it.each([
    ['02:00:00.000', NIGHTLY, '02:00:00.000'],
    ['23:59:59.999', NIGHTLY, '02:00:00.000'],
    ['11:00:00.000', { cycleIntervalHours: 6, cycleStartTime: '02:30' }, '08:30:00.000'],
    ['02:29:59.999', { cycleIntervalHours: 5, cycleStartTime: '02:30' }, '22:30:00.000'],
    ['12:20:00.000', { cycleIntervalHours: 0.25, cycleStartTime: '02:00' }, '12:15:00.000'],
  ] as const)('at %s with %j the last one was at %s', (now, schedule, last) => {
    const dayBefore = last > now ? 86_400_000 : 0;
    expect(lastScheduledAt(at(now), schedule)).toBe(at(last) - dayBefore);
  });

  it('is never after now, and nothing lies between it and now', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10 ** 9, max: 2 * 10 ** 12 }), fc.constantFrom(0.25, 0.5, 1, 1.5, 5, 6, 7, 12, 24, 36, 48, 168), fc.integer({ min: 0, max: 1439 }), (now, cycleIntervalHours, minute) => {
        const schedule = { cycleIntervalHours, cycleStartTime: `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}` };
        const last = lastScheduledAt(now, schedule);
        expect(last).toBeLessThanOrEqual(now);
        expect(nextScheduledAt(last, schedule)).toBeGreaterThan(now);
        expect(nextScheduledAt(now, schedule)).toBe(nextScheduledAt(last, schedule));
      }),
    );
  });
});

describe('a scheduled cycle', () => {
  const fixture = async (time: string) => {
    const { world, clock } = await releaseFixture({ until: 'validated' });
    clock.set(at(time));
    const { commands, asked } = commandsOn(world);
    return { clock, asked, start: () => startScheduledCycle({}, { ...commands, settings: NIGHTLY }), commands };
  };

  it('starts when it is due, once, however often it is told and however late', async () => {
    const { start, asked, clock, commands } = await fixture('02:00:30.000');
    const first = await start();
    clock.set(at('02:50:00.000'));
    expect([first, await start()]).toMatchObject([{ started: true }, { started: false }]);
    expect(asked).toHaveLength(1);
    expect(await commands.cycles.get(first.cycleId ?? '')).toMatchObject({ trigger: 'schedule', cause: '2026-03-04T02:00:00.000Z', emergency: false });
    clock.set(at('02:00:30.000') + 86_400_000);
    expect(await start()).toMatchObject({ started: true });
  });

  it('does not start long after it was due', async () => {
    const { start, asked } = await fixture('14:00:00.000');
    expect(await start()).toEqual({ started: false, reason: 'The last one was due at 2026-03-04T02:00:00.000Z; the next is at 2026-03-05T02:00:00.000Z.' });
    expect(asked).toEqual([]);
  });

  it('says why nothing starts where there is no target', async () => {
    const { commands } = await fixture('02:00:00.000');
    expect(await startScheduledCycle({}, { ...commands, targets: { ...commands.targets, all: async () => [] }, settings: NIGHTLY })).toMatchObject({ started: false, reason: expect.stringContaining('No target') as string });
  });
});
