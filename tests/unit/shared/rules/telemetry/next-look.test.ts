import { array, assert, boolean, constantFrom, integer, option, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Look } from '../../../../../shared/domain/look.ts';
import { lookNow, nextLook, type LookIntervals, type LookSituation, type Pressing } from '../../../../../shared/rules/telemetry/next-look.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 10, 21, 12);
const USUAL: LookIntervals = { closeSeconds: 60, restSeconds: 300 };
const atRest: LookSituation = { targetId: 'orders', now: NOW, firstAt: NOW - 240 * HOUR, behind: false, uneasy: false, quietMs: 0 };
const looked = (over: Partial<Look> = {}): Look => ({ targetId: 'orders', firstAt: 0, lookedAt: NOW, foldedAt: NOW, nextAt: NOW + 5 * MINUTE, because: 'rest', cursor: 'c', ...over });

const anySituation = record({
  targetId: string({ minLength: 1, maxLength: 12 }), now: integer({ min: NOW, max: NOW + 400 * HOUR }), firstAt: integer({ min: NOW - 400 * HOUR, max: NOW }),
  pressing: option(constantFrom<Pressing>('releasing', 'promoted', 'emergency'), { nil: undefined }), behind: boolean(), uneasy: boolean(), quietMs: integer({ min: 0, max: 48 * HOUR }),
});
const anyIntervals = record({ closeSeconds: integer({ min: 1, max: 120 }), restSeconds: integer({ min: 1, max: 900 }) });

describe('when a target is looked at next', () => {
  it('is never later than a rest interval and half a close one, and never now', () => {
    assert(
      property(anySituation, anyIntervals, (situation, intervals) => {
        const { nextAt } = nextLook(situation, intervals);
        expect(nextAt).toBeGreaterThan(situation.now);
        expect(nextAt).toBeLessThanOrEqual(situation.now + intervals.restSeconds * 1000 + intervals.closeSeconds * 500);
      }),
    );
  });

  it('is within a close interval while anything is going on', () => {
    assert(
      property(anySituation, anyIntervals, (situation, intervals) => {
        const busy = situation.pressing !== undefined || situation.behind || (situation.uneasy && situation.quietMs < 12 * intervals.restSeconds * 1000) || situation.now - situation.firstAt < 12 * intervals.restSeconds * 1000;
        if (busy) expect(nextLook(situation, intervals).nextAt).toBeLessThanOrEqual(situation.now + intervals.closeSeconds * 1000);
      }),
    );
  });

  it.each<[string, Partial<LookSituation>, string]>([
    ['nothing is going on', {}, 'rest'],
    ['it is being released', { pressing: 'releasing' }, 'releasing'],
    ['what was promoted is watched', { pressing: 'promoted' }, 'promoted'],
    ['an emergency is open', { pressing: 'emergency' }, 'emergency'],
    ['an alarm is on', { alarms: { errors: NOW - HOUR } }, 'alarm'],
    ['an alarm was on yesterday, and nobody said that it ended', { alarms: { errors: NOW - 25 * HOUR } }, 'rest'],
    ['it is behind', { behind: true }, 'behind'],
    ['evidence is building up', { uneasy: true }, 'uneasy'],
    ['it is new', { firstAt: NOW - 59 * MINUTE }, 'new'],
    ['it has said nothing for an hour', { quietMs: HOUR }, 'silent'],
    ['it has said nothing for an hour, in the midst of building evidence', { quietMs: HOUR, uneasy: true }, 'silent'],
    ['it has said nothing for less than that', { quietMs: HOUR - 1 }, 'rest'],
  ])('when %s, says so', (_, over, because) => {
    expect(nextLook({ ...atRest, ...over }, USUAL).because).toBe(because);
  });

  it('spreads a thousand targets at rest over the interval', () => {
    const byMinute = Map.groupBy(Array.from({ length: 1000 }, (_, index) => nextLook({ ...atRest, targetId: `target-${index}` }, USUAL).nextAt), (at) => Math.floor((at - NOW) / MINUTE));
    expect(Math.max(...[...byMinute.values()].map(({ length }) => length))).toBeLessThan(260);
  });
});

describe('what a tick does with a target', () => {
  it('looks at one that was never looked at', () => {
    expect(lookNow(undefined, { now: NOW }, USUAL)).toBe('fold');
  });

  it('leaves one that is not due, and takes one that is due before the next tick', () => {
    expect(lookNow(looked(), { now: NOW + 4 * MINUTE }, USUAL)).toBe('leave');
    expect(lookNow(looked(), { now: NOW + 4 * MINUTE + 31_000 }, USUAL)).toBe('fold');
  });

  it('does not let a release wait for a moment that was set before it began', () => {
    expect(lookNow(looked(), { now: NOW + MINUTE - 5000, pressing: 'releasing' }, USUAL)).toBe('fold');
    expect(lookNow(looked(), { now: NOW + 10_000, pressing: 'releasing' }, USUAL)).toBe('leave');
  });

  it('reads a release once a period, however seldom telemetry is to be read', () => {
    const seldom: LookIntervals = { closeSeconds: 600, restSeconds: 900, periodSeconds: 60 };
    const { nextAt } = nextLook({ ...atRest, pressing: 'releasing' }, seldom);
    expect(nextAt).toBe(NOW + MINUTE);
    expect(lookNow(looked({ nextAt: NOW + 15 * MINUTE }), { now: NOW + MINUTE, pressing: 'releasing' }, seldom)).toBe('fold');
    expect(nextLook({ ...atRest, alarms: { errors: NOW } }, seldom).nextAt).toBe(NOW + 10 * MINUTE);
  });

  it('only peeks at a silent target, and folds it every fifteen minutes', () => {
    const silent = looked({ because: 'silent' });
    expect(lookNow(silent, { now: NOW + 5 * MINUTE }, USUAL)).toBe('peek');
    expect(lookNow({ ...silent, lookedAt: NOW + 10 * MINUTE, nextAt: NOW + 15 * MINUTE }, { now: NOW + 15 * MINUTE }, USUAL)).toBe('fold');
    expect(lookNow(silent, { now: NOW + 5 * MINUTE, pressing: 'emergency' }, USUAL)).toBe('fold');
  });

  it('looks again although the clock was set back by a day', () => {
    expect(lookNow(looked({ lookedAt: NOW + 24 * HOUR, nextAt: NOW + 24 * HOUR + 5 * MINUTE }), { now: NOW }, USUAL)).toBe('fold');
  });

  it('over any day of ticks that come up to twenty seconds late, folds a lively target at least every six and a half minutes, and one that is released every other minute at the latest', () => {
    assert(
      property(string({ minLength: 1, maxLength: 12 }), array(integer({ min: 0, max: 20_000 }), { minLength: 60, maxLength: 60 }), boolean(), (targetId, delays, released) => {
        const pressing = released ? ('releasing' as const) : undefined;
        let look: Look | undefined;
        for (const [minute, delay] of delays.entries()) {
          const now = NOW + minute * MINUTE + delay;
          if (lookNow(look, { now, pressing }, USUAL) === 'leave') continue;
          if (look !== undefined) expect(now - look.lookedAt).toBeLessThanOrEqual(released ? 2 * MINUTE : 6.5 * MINUTE);
          look = { ...looked({ targetId, firstAt: NOW - 240 * HOUR, lookedAt: now, foldedAt: now }), ...nextLook({ ...atRest, targetId, now, pressing }, USUAL) };
        }
        expect(look?.lookedAt).toBeGreaterThan(NOW + 52 * MINUTE);
      }),
    );
  });
});
