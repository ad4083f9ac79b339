import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakerInMemory } from '../../../../../lambdas/generation/models/breaker-door.ts';
import { BreakerState, CLOSED, countsAsFailure, enter, isOpen, leave } from '../../../../../lambdas/generation/models/breaker.ts';
import { ModelError } from '../../../../../shared/ports/model.ts';
import { testClock } from '../../../../support/test-clock.ts';

const failed = (times: number, from = CLOSED, at = 0): BreakerState => Array.from({ length: times }).reduce<BreakerState>((state) => leave(state, 'failed', at), from);
const OPEN = failed(5);

describe('a breaker', () => {
  it('lets everybody in until five in a row have failed', () => {
    expect(isOpen(failed(4), 0)).toBe(false);
    expect(isOpen(OPEN, 0)).toBe(true);
  });

  it('forgets failures with the first answer', () => {
    expect(isOpen(failed(4, leave(failed(4), 'answered', 0)), 0)).toBe(false);
  });

  it('says from when on it may be tried again', () => {
    expect(enter(OPEN, 10_000)).toMatchObject({ admitted: false, retryAt: 30_000 });
  });

  it('lets one in after thirty seconds to see, and no second one beside it', () => {
    const first = enter(OPEN, 30_000);
    expect(first.admitted).toBe(true);
    expect(enter(first.state, 30_000)).toMatchObject({ admitted: false, retryAt: 120_000 });
    expect(enter(first.state, 100_000).admitted).toBe(false);
  });

  it('closes when that one was answered', () => {
    expect(leave(enter(OPEN, 30_000).state, 'answered', 31_000)).toEqual(CLOSED);
  });

  it('stays open for another thirty seconds when that one failed too', () => {
    const again = leave(enter(OPEN, 30_000).state, 'failed', 40_000);
    expect(isOpen(again, 69_999)).toBe(true);
    expect(isOpen(again, 70_000)).toBe(false);
  });

  it('lets the next one see when the first turned back, and counts nothing for it', () => {
    const turned = leave(enter(OPEN, 30_000).state, 'withdrawn', 31_000);
    expect(enter(turned, 31_000).admitted).toBe(true);
    expect(failed(1, leave(failed(3), 'withdrawn', 0))).toEqual(failed(4));
  });

  it('lets the next one see when the first was never heard of again', () => {
    expect(enter(enter(OPEN, 30_000).state, 120_000).admitted).toBe(true);
  });

  it('is not kept open by a clock that ran ahead and was put right', () => {
    const [ahead, probedAhead] = [failed(5, CLOSED, 1e12), enter(failed(5, CLOSED, 1e12), 1e12 + 30_000).state];
    expect([isOpen(ahead, 5000), isOpen(probedAhead, 5000)]).toEqual([false, false]);
    expect(isOpen(failed(5, CLOSED, 5500), 5000)).toBe(true);
  });

  it('is not kept open by calls that had gone in before', () => {
    expect(isOpen(leave(OPEN, 'failed', 29_000), 30_000)).toBe(false);
  });

  it('does not hold a request’s own fault against the model', () => {
    const codes = ['throttled', 'unavailable', 'timed-out', 'denied', 'refused', 'too-long'] as const;
    expect(codes.filter((code) => countsAsFailure(new ModelError(code, '')))).toEqual(['throttled', 'unavailable', 'timed-out', 'denied']);
  });

  it('never lets two in at once while it is open, never shuts for good, and its state survives being kept', () => {
    const step = fc.record({ what: fc.constantFrom('enter', 'answered', 'failed', 'withdrawn'), afterMs: fc.nat(40_000) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let [state, now, since]: [BreakerState, number, number | undefined] = [CLOSED, 0, undefined];
        for (const { what, afterMs } of steps) {
          now += afterMs;
          if (what === 'enter') {
            const wasOpen = state.openedAt !== undefined;
            const entrance = enter(state, now);
            if (wasOpen && entrance.admitted) {
              expect(since === undefined || now - since >= 90_000).toBe(true);
              since = now;
            }
            if (!entrance.admitted) expect(enter(entrance.state, entrance.retryAt).admitted).toBe(true);
            state = entrance.state;
          } else {
            state = leave(state, what, now);
            if (state.probeAt === undefined) since = undefined;
          }
          state = BreakerState.parse(JSON.parse(JSON.stringify(state)));
        }
      }),
    );
  });
});

describe('breakers in memory', () => {
  it('are one a key', async () => {
    const clock = testClock();
    const doorOf = breakerInMemory({ clock });
    for (let time = 0; time < 5; time += 1) await doorOf('a/model').leave('failed');
    expect(await doorOf('a/model').enter()).toEqual({ ok: false, retryAt: clock.now() + 30_000 });
    expect(await doorOf('b/model').enter()).toEqual({ ok: true });
    clock.advance(30_000);
    expect(await doorOf('a/model').enter()).toEqual({ ok: true });
    expect(await doorOf('a/model').enter()).toMatchObject({ ok: false });
  });
});
