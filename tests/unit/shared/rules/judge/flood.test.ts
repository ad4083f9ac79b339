import { describe, expect, it } from 'vitest';
import { healthy, judgeAll, minuteOf, minutes, settingsOf } from '../../../../support/judge/minutes.ts';

const settings = settingsOf();

describe('a flood of failures in the burn-in', () => {
  it('ends the release in the first minute', () => {
    const { verdict } = judgeAll([minuteOf(0, { canary: healthy(60, { failures: 40 }), stable: healthy(540) })], settings);
    expect(verdict).toMatchObject({ kind: 'roll-back', reason: 'flood-of-failures', minute: 0 });
    expect(verdict.sentence).toContain('40 of the canary');
  });

  it('adds up over the minutes of a target with little traffic', () => {
    const failing = (i: number) => minuteOf(i, { canary: healthy(6, { failures: 6 }), stable: healthy(54) });
    expect(judgeAll(minutes(5, failing), settings).verdict).toMatchObject({ reason: 'flood-of-failures', minute: 1 });
  });

  it('is not seen in a short burst, nor where the stable version fails as much', () => {
    const burst = (i: number) => minuteOf(i, { canary: healthy(60, { failures: i === 0 ? 9 : 0 }), stable: healthy(540) });
    const outage = (i: number) => minuteOf(i, { canary: healthy(600, { failures: 300 }), stable: healthy(5400, { failures: 2700 }) });
    expect(judgeAll(minutes(5, burst), settings).verdict.kind).toBe('keep-watching');
    expect(judgeAll(minutes(5, outage), settings).verdict.kind).toBe('keep-watching');
  });
});
