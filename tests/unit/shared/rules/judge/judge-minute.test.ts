import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeMinute, verdictOf } from '../../../../../shared/rules/judge/judge-minute.ts';
import { initialJudge, JudgeState } from '../../../../../shared/rules/judge/judge-state.ts';
import { Minute } from '../../../../../shared/rules/judge/minute.ts';
import { Verdict } from '../../../../../shared/rules/judge/verdict.ts';
import { healthy, judgeAll, minuteOf, minutes, settingsOf } from '../../../../support/judge/minutes.ts';

const settings = settingsOf();
const counts = fc
  .record({ requests: fc.integer({ min: 0, max: 2000 }), a: fc.double({ min: 0, max: 1, noNaN: true }), b: fc.double({ min: 0, max: 1, noNaN: true }), c: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ requests, a, b, c }) => ({
    requests,
    failures: Math.floor(requests * a * a * a),
    slow: Math.floor(requests * b),
    slowMargin: Math.floor(requests * b * c),
    slowClaim: Math.floor(requests * Math.max(b, c)),
  }));
const anyMinutes = fc
  .array(fc.record({ gap: fc.constantFrom(1, 1, 1, 1, 2, 5), weight: fc.constantFrom(0.1, 0.2, 0.5), canary: fc.option(counts), stable: fc.option(counts) }), { minLength: 1, maxLength: 30 })
  .map((all) => {
    let minute = 0;
    return all.map(({ gap, ...rest }) => ({ minute: (minute += gap), ...rest }));
  });

describe('judging minutes', () => {
  it('promotes a healthy canary that claims nothing', () => {
    const { verdict } = judgeAll(minutes(60), settings);
    expect(verdict.kind).toBe('promote');
    expect(verdict.evidence.filter(({ question }) => question === 'promotion').every(({ reached }) => reached)).toBe(true);
  });

  it('promotes a canary whose claim of 30 % less latency is true, and not an identical one that claims it', () => {
    const claiming = settingsOf({ claim: { on: 'latency', gain: 0.3 } });
    const faster = healthy(600, { slow: 6, slowMargin: 3, slowClaim: 12 });
    const alike = healthy(600, { slowClaim: 59 });
    expect(judgeAll(minutes(60, (i) => minuteOf(i, { canary: faster })), claiming).verdict.kind).toBe('promote');
    expect(judgeAll(minutes(120, (i) => minuteOf(i, { canary: alike })), claiming).verdict.kind).toBe('inconclusive');
  });

  it('promotes a canary that rids a service of rare hangs which the p95 does not see', () => {
    const claiming = settingsOf({ claim: { on: 'slow-requests', gain: 0.9, thresholdMs: 3000 } });
    const hanging = healthy(5400, { slowClaim: 16 });
    const { verdict } = judgeAll(minutes(120, (i) => minuteOf(i, { canary: healthy(600, { slowClaim: 0 }), stable: hanging })), claiming);
    expect(verdict.kind).toBe('promote');
    const same = judgeAll(minutes(120, (i) => minuteOf(i, { canary: healthy(600, { slowClaim: i % 9 < 7 ? 2 : 1 }), stable: hanging })), claiming);
    expect(same.verdict.kind).toBe('inconclusive');
  });

  it('takes fewer failures, once shown, as proof that there are not many more', () => {
    const failing = healthy(5400, { failures: 270 });
    const fixed = healthy(600, { failures: 1 });
    const { verdict } = judgeAll(minutes(60, (i) => minuteOf(i, { canary: fixed, stable: failing })), settingsOf({ claim: { on: 'failures', gain: 0.9 } }));
    expect(verdict.kind).toBe('promote');
  });

  it('rolls back more failures, with the metric, both rates and the evidence', () => {
    const { verdict } = judgeAll(minutes(60, (i) => minuteOf(i, { canary: healthy(600, { failures: 9 }) })), settings);
    expect(verdict).toMatchObject({ kind: 'roll-back', reason: 'harm-failures', weight: 0 });
    const [test] = verdict.evidence;
    expect(test).toMatchObject({ question: 'harm', metric: 'failures', reached: true, required: 200, phi: 2 });
    expect(test?.canary.rate).toBeCloseTo(0.015, 9);
    expect(verdict.sentence).toContain('1.50 % of the canary');
  });

  it('rolls back more slow requests than tolerated', () => {
    const { verdict } = judgeAll(minutes(60, (i) => minuteOf(i, { canary: healthy(600, { slow: 70, slowMargin: 55 }) })), settings);
    expect(verdict).toMatchObject({ kind: 'roll-back', reason: 'harm-latency' });
  });

  it('calls the end of the extended window inconclusive, once and for good', () => {
    const claiming = settingsOf({ claim: { on: 'latency', gain: 0.3 } });
    const asWindowEnds = judgeAll(minutes(60), claiming);
    expect(asWindowEnds.verdict).toMatchObject({ kind: 'keep-watching', reason: 'extended' });
    const over = judgeAll(minutes(200), claiming);
    expect(over.verdict).toMatchObject({ kind: 'inconclusive', reason: 'window-over', minute: 119 });
    expect(judgeMinute(over.state, minuteOf(120), claiming).verdict.kind).toBe('inconclusive');
  });

  it('takes nothing from the burn-in, and advises the second weight when it is over', () => {
    const slowStart = minutes(5, (i) => minuteOf(i, { canary: healthy(600, { slow: 600, slowMargin: 600 }) }));
    const { state, verdict } = judgeAll(slowStart, settings);
    expect(verdict).toMatchObject({ kind: 'keep-watching', reason: 'burn-in', judgedMinutes: 0, weight: 0.5 });
    expect(state.harm).toEqual(initialJudge(settings).harm);
    expect(judgeAll(slowStart.slice(0, 4), settings).verdict.weight).toBe(0.1);
  });

  it('keeps the evidence of harm and of gain apart from a minute in which one version had no requests', () => {
    const before = judgeAll(minutes(8), settingsOf({ promotionEvidence: 1e9 })).state;
    const after = judgeMinute(before, minuteOf(8, { stable: healthy(0) }), settings).state;
    expect(after.harm).toEqual(before.harm);
    expect(after.gain).toEqual(before.gain);
    expect(after.judgedMinutes).toBe(before.judgedMinutes);
  });

  it('changes nothing for a minute that is not later than the last one', () => {
    fc.assert(
      fc.property(anyMinutes, fc.nat(), (all, pick) => {
        let state = initialJudge(settings);
        for (const minute of all) state = judgeMinute(state, minute, settings).state;
        const again = all[pick % all.length];
        if (again === undefined) return;
        expect(judgeMinute(state, again, settings)).toEqual({ state, verdict: verdictOf(state, settings) });
      }),
    );
  });

  it('survives JSON between any two minutes, with schemas that accept what it writes', () => {
    fc.assert(
      fc.property(anyMinutes, (all) => {
        let kept = initialJudge(settings);
        let stored = initialJudge(settings);
        for (const minute of all) {
          expect(Minute.safeParse(minute).success).toBe(true);
          kept = judgeMinute(kept, minute, settings).state;
          stored = JudgeState.parse(JSON.parse(JSON.stringify(judgeMinute(stored, minute, settings).state)));
        }
        expect(stored).toEqual(kept);
        const verdict = verdictOf(kept, settings);
        expect(Verdict.parse(JSON.parse(JSON.stringify(verdict)))).toEqual(verdict);
      }),
    );
  });

  it('never leaves a roll-back once it is said, and never promotes with harm in sight', () => {
    fc.assert(
      fc.property(anyMinutes, (all) => {
        let state = initialJudge(settings);
        let isRolledBack = false;
        for (const minute of all) {
          const judged = judgeMinute(state, minute, settings);
          state = judged.state;
          if (isRolledBack) expect(judged.verdict.kind).toBe('roll-back');
          isRolledBack = judged.verdict.kind === 'roll-back';
          if (judged.verdict.kind === 'promote') expect(judged.verdict.evidence.some(({ question, reached }) => question === 'harm' && reached)).toBe(false);
        }
      }),
    );
  });
});
