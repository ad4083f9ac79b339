import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantileMs } from '../../../../../shared/domain/histogram.ts';
import type { Period } from '../../../../../shared/domain/period.ts';
import type { LogLine } from '../../../../../shared/domain/signal.ts';
import { emptyTargetState, TargetState } from '../../../../../shared/domain/target-state.ts';
import { FOLD_DEFAULTS } from '../../../../../shared/rules/detection/fold-settings.ts';
import { foldPage, type FoldPage } from '../../../../../shared/rules/detection/fold.ts';
import { invocationLines, noise, requestIdOf, type SimulatedInvocation } from '../../../../support/invocation-log.ts';

const START = Date.UTC(2026, 10, 21, 12);
const SETTINGS = { ...FOLD_DEFAULTS, periodSeconds: 1, sliceSeconds: 5, pointSeconds: 2 };

const pageOf = (lines: readonly LogLine[], over: Partial<FoldPage> = {}): FoldPage => ({ lines, events: [], next: 'end', completeUntil: START + 3_600_000, ...over });

/** The fold of lines cut into pages before the given indexes. */
const foldCut = (lines: readonly LogLine[], cuts: readonly number[], settings = SETTINGS): { state: TargetState; periods: Period[] } => {
  const edges = [...new Set([0, ...cuts.map((cut) => cut % (lines.length + 1)), lines.length])].sort((a, b) => a - b);
  let state = emptyTargetState('orders');
  const periods: Period[] = [];
  for (const [index, from] of edges.entries()) {
    const to = edges[index + 1] ?? lines.length;
    const completeUntil = lines[to]?.at ?? START + 60_000;
    const folded = foldPage(state, { lines: lines.slice(from, to), events: [], next: `c${to}-${index}`, completeUntil }, settings);
    state = folded.state;
    periods.push(...folded.periods);
  }
  return { state: { ...state, cursor: 'end' }, periods };
};

const invocations = (count: number, every: (number: number) => Partial<SimulatedInvocation> = () => ({})): LogLine[] =>
  Array.from({ length: count }, (_, number) => invocationLines({ number, at: START + 500 + number * 40, durationMs: 10 + Math.round(noise(number) * 30), environment: `e${number % 3}`, ...every(number) }))
    .flat()
    .sort((a, b) => a.at - b.at);

const MIXED = invocations(200, (number) => ({
  version: number % 5 === 0 ? '2' : '1',
  caller: `caller-${number % 40}`,
  cold: number < 3,
  ...(number % 17 === 0 ? { outcome: 'error' as const, error: { name: 'TypeError', message: `no line ${number}`, stack: ['index.mjs:10:2 total'] } } : {}),
  ...(number % 23 === 0 ? { timedOut: true, durationMs: 3000 } : {}),
  calls: [
    { shape: 'GET catalogue/products/{}', at: 'index.mjs:20:5 getProduct', startMs: 1, durationMs: 4 + noise(number) },
    { shape: 'GET catalogue/products/{}', at: 'index.mjs:20:5 getProduct', startMs: 6, durationMs: 4 + noise(number + 1) },
    { shape: 'GET payments/{}', at: 'index.mjs:40:5 getPayment', startMs: 12, durationMs: 3.3 },
  ],
}));

describe('folding telemetry', () => {
  it('counts a request once, at its end, with the duration the probe measured', () => {
    const { state, periods } = foldPage(emptyTargetState('orders'), pageOf(invocationLines({ number: 1, at: START + 900, durationMs: 25, cold: true })), SETTINGS);
    expect(periods[0]).toMatchObject({ targetId: 'orders', startsAt: START, seconds: 1, versions: { '1': { requests: 1, failures: 0, timeouts: 0, coldStarts: 1, environments: { env1: [1, 0, 0] } } } });
    expect(quantileMs(periods[0]?.versions['1']?.durations ?? {}, 0.5)).toBeCloseTo(25, 0);
    expect(state.openRequests).toEqual({});
  });

  it('takes the REPORT line where there is no probe', () => {
    const { periods } = foldPage(emptyTargetState('orders'), pageOf(invocationLines({ number: 1, at: START, durationMs: 40, probe: false, outcome: 'error' })), SETTINGS);
    expect(periods[0]?.versions['1']).toMatchObject({ requests: 1, failures: 1 });
    expect(quantileMs(periods[0]?.versions['1']?.durations ?? {}, 0.5)).toBeCloseTo(41, 0);
  });

  it('counts a time-out as a failure and a time-out', () => {
    const { periods } = foldPage(emptyTargetState('orders'), pageOf(invocationLines({ number: 1, at: START, durationMs: 3000, timedOut: true })), SETTINGS);
    expect(periods[0]?.versions['1']).toMatchObject({ requests: 1, failures: 1, timeouts: 1 });
  });

  it('counts an answer with status 500 as a failure', () => {
    const { periods } = foldPage(emptyTargetState('orders'), pageOf(invocationLines({ number: 1, at: START, outcome: 'fault' })), SETTINGS);
    expect(periods[0]?.versions['1']).toMatchObject({ requests: 1, failures: 1 });
  });

  it('names the call that was waiting when an invocation was killed', () => {
    const pending = { pawl: 'pending', at: START + 1001, requestId: requestIdOf(1), version: '1', environment: 'env1', shape: 'GET ship/{}', method: 'GET', stack: ['index.mjs:7:1 quote'], elapsedMs: 1000 };
    const lines = [{ id: 'p', at: START + 1001, stream: '2026/11/21/[1]env1', message: JSON.stringify(pending) }, ...invocationLines({ number: 1, at: START + 3001, durationMs: 3000, timedOut: true })].sort((a, b) => a.at - b.at);
    const { state } = foldPage(emptyTargetState('orders'), pageOf(lines), SETTINGS);
    const stalls = state.slices[0]?.versions['1']?.stalls ?? {};
    expect(Object.values(stalls)).toEqual([{ stalls: 1, stalledMs: 3000, timeouts: 1 }]);
    expect(state.calls[Object.keys(stalls)[0] ?? '']).toMatchObject({ shape: 'GET ship/{}', stack: ['index.mjs:7:1 quote'] });
  });

  it('counts one failure when the probe and the runtime both tell an error', () => {
    const lines = invocationLines({ number: 1, at: START, outcome: 'error', error: { name: 'TypeError', message: 'bad', stack: ['index.mjs:1:1 f'] } });
    const invoke = { id: 'x', at: START, stream: lines[0]?.stream ?? '', message: `2026-11-21T12:00:00.000Z\t${requestIdOf(1)}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"bad","stack":["TypeError: bad","    at f (index.mjs:1:1)"]}` };
    const { state, periods } = foldPage(emptyTargetState('orders'), pageOf([...lines.slice(0, 2), invoke, ...lines.slice(2)]), SETTINGS);
    expect(periods[0]?.versions['1']).toMatchObject({ requests: 1, failures: 1 });
    expect(Object.values(state.slices[0]?.versions['1']?.errors ?? {})).toEqual([1]);
  });

  it('clusters the runtime\'s own error when there is no probe', () => {
    const message = (id: number): string => `2026-11-21T12:00:00.000Z\t${requestIdOf(id)}\tERROR\tInvoke Error \t{"errorType":"RangeError","errorMessage":"no order ${id}99","stack":["RangeError: x","    at load (file:///var/task/index.mjs:12:3)"]}`;
    const { state } = foldPage(emptyTargetState('orders'), pageOf([1, 2, 3].map((id) => ({ id: String(id), at: START, stream: '[1]e', message: message(id) }))), SETTINGS);
    expect(Object.values(state.errors)).toMatchObject([{ name: 'RangeError', template: 'no order <*>', stack: ['file:///var/task/index.mjs:12:3 load'] }]);
  });

  it('gives the same state and periods however the log is cut into pages', () => {
    const whole = foldCut(MIXED, []);
    expect(whole.periods.length).toBeGreaterThan(8);
    fc.assert(fc.property(fc.array(fc.nat(MIXED.length), { maxLength: 12 }), (cuts) => {
      expect(foldCut(MIXED, cuts)).toEqual(whole);
    }), { numRuns: 25 });
  });

  it('gives the same result again for the same page, and leaves the state it was given alone', () => {
    const before = emptyTargetState('orders');
    const first = foldPage(before, pageOf(MIXED), SETTINGS);
    expect(before).toEqual(emptyTargetState('orders'));
    expect(foldPage(before, pageOf(MIXED), SETTINGS)).toEqual(first);
  });

  it('counts nothing twice when a page that was folded already comes again', () => {
    const { state } = foldPage(emptyTargetState('orders'), pageOf(MIXED), SETTINGS);
    const again = foldPage(state, pageOf(MIXED), SETTINGS);
    expect(again).toEqual({ state, periods: [] });
  });

  it('counts a line that is delivered twice once', () => {
    const doubled = MIXED.flatMap((line) => [line, line]);
    const { state, periods } = foldCut(doubled, [100, 333]);
    const once = foldCut(MIXED, []);
    expect(periods).toEqual(once.periods);
    expect(state.slices).toEqual(once.state.slices);
    expect(state.ignored.duplicates).toBe(MIXED.length);
  });

  it('survives the store: state is JSON and means the same after a round trip', () => {
    const half = Math.floor(MIXED.length / 2);
    const { state } = foldCut(MIXED.slice(0, half), []);
    const stored = TargetState.parse(JSON.parse(JSON.stringify(state)));
    expect(stored).toEqual(state);
    const page = pageOf(MIXED.slice(half), { next: 'z' });
    expect(foldPage(stored, page, SETTINGS)).toEqual(foldPage(state, page, SETTINGS));
  });

  it('records silence after traffic, and stops after three hundred periods', () => {
    const folded = foldPage(emptyTargetState('orders'), pageOf(invocationLines({ number: 1, at: START + 10 })), SETTINGS);
    expect(folded.periods).toHaveLength(301);
    expect(folded.periods.slice(1).every((period) => Object.keys(period.versions).length === 0)).toBe(true);
    expect(foldPage(folded.state, pageOf([], { next: 'later', completeUntil: START + 7_200_000 }), SETTINGS).periods).toEqual([]);
  });

  it('keeps a period open until everything in it has been read', () => {
    const first = foldPage(emptyTargetState('orders'), pageOf(invocationLines({ number: 1, at: START + 10 }), { next: 'a', completeUntil: START + 999 }), SETTINGS);
    expect(first.periods).toEqual([]);
    const second = foldPage(first.state, pageOf(invocationLines({ number: 2, at: START + 995 }), { next: 'b', completeUntil: START + 1000 }), SETTINGS);
    expect(second.periods.map((period) => period.versions['1']?.requests)).toEqual([2]);
  });

  it('merges environments beyond sixty-four', () => {
    const lines = Array.from({ length: 100 }, (_, number) => invocationLines({ number, at: START + 1, environment: `e${number}` })).flat();
    const { periods } = foldPage(emptyTargetState('orders'), pageOf(lines), SETTINGS);
    const environments = periods[0]?.versions['1']?.environments ?? {};
    expect(Object.keys(environments)).toHaveLength(65);
    expect(environments['other']?.[0]).toBe(36);
  });

  it('samples plain lines by the rate, errors and reports never', () => {
    const plain = Array.from({ length: 400 }, (_, index): LogLine => ({ id: `l${index}`, at: START, stream: '[1]e', message: 'took a moment' }));
    const { state } = foldPage(emptyTargetState('orders'), pageOf([...plain, ...MIXED]), { ...SETTINGS, logSamplingRate: 0.25 });
    expect(state.ignored.sampledOut).toBeGreaterThan(260);
    expect(state.ignored.sampledOut).toBeLessThan(340);
    const everything = foldPage(emptyTargetState('orders'), pageOf([...plain, ...MIXED]), SETTINGS);
    expect(state.slices.map((slice) => slice.versions)).toEqual(everything.state.slices.map((slice) => slice.versions));
  });

  it('takes an event once within the de-duplication window, and again after it', () => {
    const throttle = (at: number) => ({ kind: 'throttle' as const, id: 't', at, count: 3 });
    const events = [throttle(START), throttle(START + 1000), throttle(START + 301_000)];
    const { state } = foldPage(emptyTargetState('orders'), pageOf([], { events }), SETTINGS);
    expect(state.slices.reduce((sum, slice) => sum + slice.throttles, 0)).toBe(6);
    expect(state.ignored.duplicates).toBe(1);
  });

  it('learns anew after a deployment, not after a change of weights', () => {
    const taught = foldPage(emptyTargetState('orders'), pageOf(invocations(3000, (number) => ({ at: START + number * 50 }))), SETTINGS).state;
    const latency = taught.metrics.latencyP95Ms;
    expect(latency).toBeDefined();
    const deployed = (version: string, weight?: number) => ({ kind: 'deployment' as const, id: `d${version}${weight ?? ''}`, at: START + 200_000, alias: 'live', version, ...(weight === undefined ? {} : { additional: { version: '9', weight } }) });
    const after = foldPage(taught, pageOf([], { events: [deployed('2')], next: 'b' }), SETTINGS).state;
    expect(after.servingVersion).toBe('2');
    expect(after.metrics.latencyP95Ms?.expectation).not.toBe(latency?.expectation);
    expect(after.metrics.latencyP95Ms?.lastAt).toBe(latency?.lastAt);
    const canary = foldPage(after, pageOf([], { events: [deployed('2', 0.1)], next: 'd' }), SETTINGS).state;
    expect(canary.metrics).toEqual(after.metrics);
  });
});
