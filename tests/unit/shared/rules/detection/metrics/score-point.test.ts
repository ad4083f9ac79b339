import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../../lab/judge/random.ts';
import { TargetState, emptyTargetState } from '../../../../../../shared/domain/target-state.ts';
import type { WatchedAnomalies } from '../../../../../../shared/domain/watched-anomalies.ts';
import { openScores, unusualSince, type OpenScores } from '../../../../../../shared/rules/detection/metrics/score-point.ts';
import { isUneasy } from '../../../../../../shared/rules/telemetry/is-uneasy.ts';

const START = Date.UTC(2026, 10, 2);
const MINUTE = 60_000;
const at = (minute: number): number => START + minute * MINUTE;

const changed = (anomalies: WatchedAnomalies, change: (scores: OpenScores) => void): void => {
  const scores = openScores(anomalies);
  change(scores);
  scores.keep();
};
const scorePoint = (anomalies: WatchedAnomalies, ...point: Parameters<OpenScores['feed']>): void => changed(anomalies, (scores) => scores.feed(...point));

/** Two quiet days of p95, then what `after` says. */
const watched = (after: (minute: number) => number, minutes = 10): WatchedAnomalies => {
  const random = seededRandom(5);
  const anomalies: WatchedAnomalies = {};
  for (let minute = 0; minute < 2880; minute += 1) scorePoint(anomalies, 'latencyP95Ms', at(minute), 100 + 3 * random.normal());
  for (const name of ['latencyP95Ms'] as const) if (anomalies[name] !== undefined) anomalies[name] = { detector: anomalies[name].detector };
  for (let minute = 2880; minute < 2880 + minutes; minute += 1) scorePoint(anomalies, 'latencyP95Ms', at(minute), after(minute) + 3 * random.normal());
  return anomalies;
};

describe('points of the main metrics are scored', () => {
  it('and one that is far worse than ever is remembered, with how unusual it was', () => {
    const anomalies = watched(() => 180);
    expect(anomalies.latencyP95Ms?.last?.at).toBe(at(2880));
    expect(unusualSince(anomalies, 'latencyP95Ms', at(2885))?.score).toBeGreaterThanOrEqual(0.6);
    expect(unusualSince(anomalies, 'latencyP95Ms', at(2900))).toBeUndefined();
  });

  it('but one that is far better is not, nor a metric that nobody scores', () => {
    expect(watched(() => 20).latencyP95Ms?.last).toBeUndefined();
    const anomalies: WatchedAnomalies = {};
    scorePoint(anomalies, 'coldStartShare', START, 1);
    expect(anomalies).toEqual({});
  });

  it('the same whether what was learnt is kept after each point or once', () => {
    const random = seededRandom(9);
    const [each, once]: WatchedAnomalies[] = [{}, {}];
    const points = Array.from({ length: 600 }, (_, minute) => 100 + 20 * random.normal() + (minute > 500 ? 90 : 0));
    for (const [minute, value] of points.entries()) scorePoint(each ?? {}, 'latencyP95Ms', at(minute), value);
    changed(once ?? {}, (scores) => {
      for (const [minute, value] of points.entries()) scores.feed('latencyP95Ms', at(minute), value);
    });
    expect(once).toEqual(each);
  });

  it('the same after a trip through the store, and a damaged memory begins anew without hurting the rest', () => {
    const state = { ...emptyTargetState('orders'), anomalies: watched(() => 180) };
    expect(TargetState.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
    const damaged = TargetState.parse({ ...state, anomalies: { latencyP95Ms: { detector: { version: 9 } }, failureRate: state.anomalies.latencyP95Ms } });
    expect(damaged.anomalies.latencyP95Ms).toBeUndefined();
    expect(damaged.anomalies.failureRate).toEqual(state.anomalies.latencyP95Ms);
  });

  it('and a deployment forgets what was unusual before it, except for traffic', () => {
    const anomalies = watched(() => 180);
    const traffic = anomalies.latencyP95Ms;
    const both = { ...anomalies, ...(traffic === undefined ? {} : { requestsPerMinute: traffic }) };
    changed(both, (scores) => scores.relearn());
    expect(both.latencyP95Ms?.last).toBeUndefined();
    expect(both.requestsPerMinute?.last).toBeDefined();
  });

  it('so that a target is looked at each minute for ten minutes after', () => {
    const anomalies = watched(() => 180);
    expect(isUneasy({ metrics: {}, anomalies, completeUntil: at(2885) })).toBe(true);
    expect(isUneasy({ metrics: {}, anomalies, completeUntil: at(2900) })).toBe(false);
  });
});
