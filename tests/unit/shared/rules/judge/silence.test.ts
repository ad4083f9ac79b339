import { describe, expect, it } from 'vitest';
import { healthy, judgeAll, minuteOf, minutes, settingsOf } from '../../../../support/judge/minutes.ts';

const settings = settingsOf({ burnInMinutes: 0, promotionEvidence: 1e9 });
const silentAfter = (talking: number, stableRequests: number) => (i: number) =>
  minuteOf(i, { canary: healthy(i < talking ? 60 : 0), stable: healthy(i < talking ? 540 : stableRequests) });

describe('a canary without traffic', () => {
  it('is suspect when chance does not explain it', () => {
    const { verdict } = judgeAll(minutes(4, silentAfter(3, 88)), settings);
    expect(verdict).toMatchObject({ kind: 'roll-back', reason: 'silent-canary', minute: 3 });
  });

  it('is waited for as long as chance explains it, adding up over minutes', () => {
    expect(judgeAll(minutes(4, silentAfter(3, 87)), settings).verdict.kind).toBe('keep-watching');
    expect(judgeAll(minutes(7, silentAfter(3, 20)), settings).verdict.kind).toBe('keep-watching');
    expect(judgeAll(minutes(8, silentAfter(3, 20)), settings).verdict).toMatchObject({ reason: 'silent-canary', minute: 7 });
  });

  it('starts anew with each request that it answers', () => {
    const now = (i: number) => minuteOf(i, { canary: healthy(i % 4 === 0 ? 1 : 0), stable: healthy(20) });
    expect(judgeAll(minutes(40, now), settings).verdict.kind).toBe('keep-watching');
  });

  it('is not judged in the burn-in, nor where there is no concurrent control', () => {
    expect(judgeAll(minutes(5, silentAfter(0, 5000)), settingsOf()).verdict.reason).toBe('burn-in');
    expect(judgeAll(minutes(9, silentAfter(0, 5000)), { ...settings, control: 'before' }).verdict.kind).toBe('keep-watching');
  });
});

describe('missing telemetry', () => {
  const blank = (i: number) => minuteOf(i, { canary: null, stable: null });

  it('rolls back after three minutes in a row without either version', () => {
    const after = (missing: number) => judgeAll(minutes(3 + missing, (i) => (i < 3 ? minuteOf(i) : blank(i))), settings).verdict;
    expect(after(2).kind).toBe('keep-watching');
    expect(after(3)).toMatchObject({ kind: 'roll-back', reason: 'telemetry-missing', minute: 5 });
  });

  it('counts a gap between minutes as missing, also when telemetry comes back after it', () => {
    expect(judgeAll([minuteOf(0), minuteOf(1), minuteOf(4)], settings).verdict.kind).toBe('keep-watching');
    expect(judgeAll([minuteOf(0), minuteOf(1), minuteOf(5)], settings).verdict.reason).toBe('telemetry-missing');
    expect(judgeAll([minuteOf(0), minuteOf(1), { ...blank(4) }], settings).verdict.reason).toBe('telemetry-missing');
  });

  it('takes minutes without any traffic as missing only where traffic was to be expected', () => {
    const quiet = (perMinute: number) => (i: number) =>
      minuteOf(i, { canary: healthy(i < 6 ? Math.round(perMinute * 0.1) : 0), stable: healthy(i < 6 ? Math.round(perMinute * 0.9) : 0) });
    expect(judgeAll(minutes(9, quiet(600)), settings).verdict.reason).toBe('telemetry-missing');
    expect(judgeAll(minutes(9, quiet(2)), settings).verdict.kind).toBe('keep-watching');
  });
});
