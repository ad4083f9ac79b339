import { describe, expect, it } from 'vitest';
import { degradationPercent } from '../../../../../shared/rules/judge/degradation.ts';
import { claimThresholdMs, JudgeSettings } from '../../../../../shared/rules/judge/judge-settings.ts';
import { NO_SUMS } from '../../../../../shared/rules/judge/judge-state.ts';
import { wilsonInterval } from '../../../../../shared/rules/judge/wilson-interval.ts';
import { healthy, judgeAll, minuteOf, minutes, settingsOf } from '../../../../support/judge/minutes.ts';

describe('explaining a verdict', () => {
  it('gives a rate its Wilson interval, wider for events that come in bursts', () => {
    const plain = wilsonInterval(10, 1000, 1);
    expect(plain.low).toBeCloseTo(0.005443, 5);
    expect(plain.high).toBeCloseTo(0.018310, 5);
    expect(wilsonInterval(10, 1000, 7).high).toBeGreaterThan(plain.high);
    expect(wilsonInterval(0, 0, 1)).toMatchObject({ low: 0, high: 1 });
  });

  it('reports the degradation of the requirements, failures against at least 1 %', () => {
    const side = (failures: number, p95: number) => ({ ...NO_SUMS, requests: 1000, failures, p95Requests: 1000, p95MsSum: p95 * 1000 });
    expect(degradationPercent({ canary: side(5, 120), stable: side(1, 100) })).toEqual({ latency: 20, failures: 40, worst: 40 });
    expect(degradationPercent({ canary: side(0, 80), stable: side(1, 100) })).toEqual({ latency: 0, failures: 0, worst: 0 });
    expect(degradationPercent({ canary: { ...NO_SUMS }, stable: { ...NO_SUMS } })).toEqual({ latency: null, failures: 0, worst: 0 });
  });

  it('carries the p95 of the minutes into the degradation', () => {
    const slower = (i: number) => minuteOf(i, { canary: { ...healthy(600), p95Ms: 110 }, stable: { ...healthy(5400), p95Ms: 100 } });
    expect(judgeAll(minutes(10, slower), settingsOf()).verdict.degradationPercent.latency).toBeCloseTo(10, 9);
  });

  it('has one sentence for every way a judgement can stand', () => {
    const claiming = settingsOf({ claim: { on: 'latency', gain: 0.3 } });
    const bad = healthy(600, { failures: 3, slow: 50, slowMargin: 41 });
    const told = [
      judgeAll(minutes(2), claiming),
      judgeAll(minutes(20), claiming),
      judgeAll(minutes(70), claiming),
      judgeAll(minutes(120), claiming),
      judgeAll(minutes(60), settingsOf()),
      judgeAll(minutes(60, (i) => minuteOf(i, { canary: bad })), settingsOf()),
      judgeAll(minutes(9, (i) => minuteOf(i, { canary: healthy(0) })), settingsOf()),
      judgeAll(minutes(9, (i) => minuteOf(i, { canary: null, stable: null })), settingsOf()),
    ].map(({ verdict }) => verdict);
    expect(told.map(({ reason }) => reason)).toEqual(['burn-in', 'watching', 'extended', 'window-over', 'proven', expect.stringMatching(/^harm-/), 'silent-canary', 'telemetry-missing']);
    for (const { sentence } of told) expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
    expect(new Set(told.map(({ sentence }) => sentence)).size).toBe(told.length);
  });

  it('says so when there was no concurrent control', () => {
    const { verdict } = judgeAll(minutes(60), settingsOf({ control: 'before' }));
    expect(verdict.sentence).toContain('Compared with the time before');
  });
});

describe('judge settings', () => {
  it('have the defaults of the design', () => {
    expect(JudgeSettings.parse({})).toMatchObject({ margin: 0.1, alpha: 0.01, phi: { failures: 2, latency: 1 }, burnInMinutes: 5, windowMinutes: 60, weights: [0.1, 0.5] });
  });

  it('name the milliseconds that a claim counts against', () => {
    expect(claimThresholdMs({ on: 'latency', gain: 0.3 }, 200)).toBe(170);
    expect(claimThresholdMs({ on: 'slow-requests', gain: 0.9, thresholdMs: 3000 }, 200)).toBe(3000);
    expect(claimThresholdMs(null, 200)).toBe(200);
  });

  it('never judge below the floor of φ', () => {
    const { verdict } = judgeAll(minutes(1), settingsOf({ phi: { failures: 1, latency: 1 } }));
    expect(verdict.evidence[0]?.phi).toBe(2);
  });
});
