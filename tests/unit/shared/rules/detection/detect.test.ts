import { describe, expect, it } from 'vitest';
import { Finding } from '../../../../../shared/domain/opportunity.ts';
import { detect } from '../../../../../shared/rules/detection/detect.ts';
import type { SimulatedCall, SimulatedInvocation } from '../../../../support/invocation-log.ts';
import { noise } from '../../../../support/invocation-log.ts';
import { healthyCalls, NOON, observed, windowOf } from '../../../../support/observed-service.ts';

const COUNT = 1000;
const findings = (vary?: (number: number) => Partial<SimulatedInvocation>, settings = {}, count = COUNT): Finding[] => {
  const found = detect(windowOf(observed(count, vary, settings)));
  // Whatever is found must be storable.
  return found.map((finding) => Finding.parse(finding));
};
const kinds = (found: readonly Finding[]): string[] => found.map(({ kind }) => kind);

/** The healthy calls with `extra` ones after them, and the request longer by what they take. */
const withCalls = (number: number, extra: readonly SimulatedCall[], longerMs: number): Partial<SimulatedInvocation> => ({ calls: [...healthyCalls(number), ...extra], durationMs: 24 + noise(number) * 12 + longerMs });

const loop = (number: number, times: number): SimulatedCall[] =>
  Array.from({ length: times }, (_, index) => ({ shape: 'GET catalogue/products/{}', at: 'index.mjs:25:9 getProduct', startMs: 16 + index * 9, durationMs: 8 + noise(number + index), key: `k${number}-${index}` }));

describe('a healthy service', () => {
  it('gives no finding', () => {
    expect(findings()).toEqual([]);
  });

  it.each([1, 7, 40, 400])('gives none after %i requests either', (count) => {
    expect(findings(undefined, {}, count)).toEqual([]);
  });

  it('gives none while its traffic and its latency follow the time of day', () => {
    const season = (number: number) => 1 + 0.3 * Math.sin(number / 90);
    let at = NOON;
    expect(findings((number) => ({ at: (at += Math.round(20 / season(number))), durationMs: (24 + noise(number) * 12) * season(number) }), { pointSeconds: 1 }, 4000)).toEqual([]);
  });

  it('gives none when one key in two was asked for a moment ago by chance', () => {
    expect(kinds(findings((number) => ({ calls: healthyCalls(number).map((call) => ({ ...call, seenBefore: noise(number * 5) < 0.5 })) })))).toEqual([]);
  });

  it('gives none for calls that overlap already', () => {
    const overlapped = (number: number): SimulatedCall[] => [0, 1].map((index) => ({ shape: `GET ship/${index}`, at: `index.mjs:6${index}:1 quote`, startMs: 16, durationMs: 10 + index, key: `${number}` }));
    expect(kinds(findings((number) => withCalls(number, overlapped(number), 12)))).toEqual([]);
  });
});

describe('n-plus-one', () => {
  const defect = (number: number): Partial<SimulatedInvocation> => (number % 2 === 0 ? withCalls(number, loop(number, 3 + (number % 5)), 9 * (3 + (number % 5))) : {});

  it('is found, with what batching would save of the p95', () => {
    const [finding, ...others] = findings(defect);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'n-plus-one', risk: 'low', evidence: { kind: 'calls', call: { shape: 'GET catalogue/products/{}', callsPerRequest: { p50: 5, p95: 7 }, distinctKeysPerRequest: { p50: 5 }, concurrency: 1, sites: [{ path: 'index.mjs', line: 25, functionName: 'getProduct' }, { functionName: 'handler' }] } } });
    // p95 of the half that loops: about 95 ms, of which all but one call of five go.
    expect(finding?.gainPercent).toBeGreaterThan(30);
    expect(finding?.gainPercent).toBeLessThan(65);
    expect(finding?.confidence).toBeGreaterThan(0.9);
    expect(finding?.occurrencesPerDay).toBe(24);
  });

  it('is not found when the median request makes two such calls', () => {
    expect(kinds(findings((number) => withCalls(number, loop(number, 2), 18)))).not.toContain('n-plus-one');
  });

  it('is not found when all calls ask for the same key: they are redundant', () => {
    const same = (number: number) => withCalls(number, loop(number, 4).map((call) => ({ ...call, key: 'same' })), 36);
    expect(kinds(findings(same))).toEqual(['redundant-calls']);
  });

  it('is not believed after a handful of requests', () => {
    expect(findings(defect, {}, 40)).toEqual([]);
  });

  it('is found in parallel calls only as far as they cost time', () => {
    const parallel = (number: number) => withCalls(number, loop(number, 5).map((call) => ({ ...call, startMs: 16 })), 9);
    expect(kinds(findings(parallel))).toEqual([]);
  });
});

describe('redundant calls', () => {
  const lookup = (number: number, seen: number): SimulatedCall[] => [{ shape: 'GET rates/{}', at: 'index.mjs:70:3 rate', startMs: 16, durationMs: 14, key: `c${number % 4}`, seenBefore: noise(number * 11) < seen }];

  it('are found when nearly every read asks for what was just fetched', () => {
    const [finding, ...others] = findings((number) => withCalls(number, lookup(number, 0.97), 14)).filter(({ kind }) => kind === 'redundant-calls');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ evidence: { kind: 'calls', call: { shape: 'GET rates/{}' } } });
    expect(finding?.gainPercent).toBeGreaterThan(20);
  });

  it('are found whatever the key looks like: a segment that varies from one line is an argument', () => {
    const named = (number: number): SimulatedCall[] => lookup(number, 0.97).map((call) => ({ ...call, shape: `GET pay/rates/${['EUR', 'USD', 'GBP', 'CHF'][number % 4]}` }));
    expect(findings((number) => withCalls(number, named(number), 14))).toMatchObject([{ kind: 'redundant-calls', evidence: { call: { shape: 'GET pay/rates/{}', requests: COUNT } } }]);
  });

  it('are not found when a longer call hides them: nothing would be gained', () => {
    const hidden = (number: number): SimulatedCall[] => [...lookup(number, 0.97), { shape: 'GET ship/{}', at: 'index.mjs:77:3 ship', startMs: 16, durationMs: 15, key: `${number}` }];
    expect(kinds(findings((number) => withCalls(number, hidden(number), 15)))).toEqual([]);
  });

  it('are not found when the calls write', () => {
    expect(kinds(findings((number) => withCalls(number, lookup(number, 0.97).map((call) => ({ ...call, method: 'POST' })), 14)))).not.toContain('redundant-calls');
  });

  it('are found when the probe knows that the call reads, whatever its method', () => {
    const select = (number: number): SimulatedCall[] => lookup(number, 0.97).map((call) => ({ ...call, shape: 'SELECT rates', method: 'CALL', reads: true }));
    expect(kinds(findings((number) => withCalls(number, select(number), 14)))).toEqual(['redundant-calls']);
  });

  it('are not found when the call takes next to no time', () => {
    expect(kinds(findings((number) => withCalls(number, lookup(number, 0.97).map((call) => ({ ...call, durationMs: 0.2 })), 0.2)))).not.toContain('redundant-calls');
  });
});

describe('sequential waits', () => {
  const waits = (number: number, method = 'GET'): SimulatedCall[] => [
    { shape: 'GET customers/{}', at: 'index.mjs:80:3 customer', startMs: 16, durationMs: 11, key: `${number}` },
    { shape: 'GET shipping/{}', method, at: 'index.mjs:90:3 shipping', startMs: 28, durationMs: 13, key: `${number}` },
    { shape: 'GET loyalty/{}', at: 'index.mjs:95:3 loyalty', startMs: 42, durationMs: 10, key: `${number}` },
  ];

  it('are found with all but the longest as savable', () => {
    const [finding, ...others] = findings((number) => withCalls(number, waits(number), 36));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'sequential-waits', evidence: { kind: 'sequential-waits', requests: COUNT, calls: [{ shape: 'GET customers/{}' }, { shape: 'GET shipping/{}' }, { shape: 'GET loyalty/{}' }] } });
    expect(finding?.evidence.kind === 'sequential-waits' && finding.evidence.savableMs).toBeCloseTo(21, 0);
    expect(finding?.confidence).toBeLessThan(0.9);
  });

  it('are not found across a write', () => {
    expect(kinds(findings((number) => withCalls(number, waits(number, 'POST'), 36)))).toEqual([]);
  });

  it('are not found when now and then the calls overlap', () => {
    const sometimes = (number: number) => waits(number).map((call) => (number % 10 === 0 ? { ...call, startMs: 16 } : call));
    expect(kinds(findings((number) => withCalls(number, sometimes(number), 36)))).toEqual([]);
  });

  it('are not found for the calls of a loop', () => {
    expect(kinds(findings((number) => withCalls(number, loop(number, number % 6 === 0 ? 1 : 4), 36)))).toEqual(['n-plus-one']);
  });

  it('are not found for waits that are a small part of the request', () => {
    expect(kinds(findings((number) => ({ ...withCalls(number, waits(number), 36), durationMs: 400 + noise(number) * 50 })))).toEqual([]);
  });
});

describe('recurring exceptions', () => {
  const throwing = (every: number) => (number: number): Partial<SimulatedInvocation> =>
    number % every === 0 ? { outcome: 'error', error: { name: 'TypeError', message: `Cannot read properties of undefined (reading 'city') for order ${number}`, stack: ['index.mjs:55:20 label', 'index.mjs:60:3 handler'] } } : {};

  it('are found as one defect however the message varies', () => {
    const found = findings(throwing(100));
    expect(found).toMatchObject([{ kind: 'recurring-exception', severity: 'high', gainPercent: 100, evidence: { kind: 'errors', name: 'TypeError', count: 10, requests: COUNT, sites: [{ line: 55, column: 20, functionName: 'label' }, { functionName: 'handler' }] } }]);
    expect(found[0]?.evidence.kind === 'errors' && found[0].evidence.samples.length).toBeGreaterThan(0);
  });

  it('are not found after two occurrences', () => {
    expect(findings(throwing(500))).toEqual([]);
  });

  it('are not found when the last one is more than an hour old', () => {
    const state = observed(COUNT, throwing(100));
    expect(detect(windowOf(state, { now: state.completeUntil + 3_700_000 }))).toEqual([]);
  });

  it('are told apart by where they are thrown', () => {
    const two = (number: number): Partial<SimulatedInvocation> => (number % 50 === 0 ? { outcome: 'error', error: { name: 'Error', message: 'no', stack: [`index.mjs:${number % 100 === 0 ? 5 : 9}:1 f${number % 100 === 0 ? 'a' : 'b'}`] } } : {});
    expect(kinds(findings(two))).toEqual(['recurring-exception', 'recurring-exception']);
  });
});

describe('time-outs', () => {
  it('that no call explains are found as a rate', () => {
    expect(findings((number) => (number % 300 === 0 ? { timedOut: true, durationMs: 3000 } : {}))).toMatchObject([{ kind: 'timeout', severity: 'high', evidence: { kind: 'metric', metric: 'timeoutRate' } }]);
  });

  it('name the call that was waiting when the invocation was killed', () => {
    const slow = (number: number): boolean => number % 250 === 3;
    const state = observed(COUNT, (number) => (slow(number) ? { timedOut: true, durationMs: 3000, pending: { shape: 'GET ship/{}', at: 'index.mjs:7:1 quote' } } : withCalls(number, [{ shape: 'GET ship/{}', at: 'index.mjs:7:1 quote', startMs: 16, durationMs: 4 }], 4)));
    expect(detect(windowOf(state))).toMatchObject([{ kind: 'timeout', evidence: { kind: 'stalled-call', shape: 'GET ship/{}', stalls: 4, timeouts: 4, requests: 1000, sites: [{ line: 7, functionName: 'quote' }, { functionName: 'handler' }] } }]);
  });

  it('are not found for one or two', () => {
    expect(findings((number) => (number % 500 === 0 ? { timedOut: true, durationMs: 3000 } : {}))).toEqual([]);
  });

  it('of calls that took more than five seconds name the call', () => {
    const found = findings((number) => withCalls(number, [{ shape: 'GET ship/{}', at: 'index.mjs:7:1 quote', startMs: 16, durationMs: number % 100 === 0 ? 6000 : 4 }], number % 100 === 0 ? 6000 : 4));
    expect(found.filter(({ kind }) => kind === 'timeout')).toMatchObject([{ evidence: { kind: 'stalled-call', shape: 'GET ship/{}', stalls: 10, timeouts: 0, sites: [{ line: 7, functionName: 'quote' }, {}] } }]);
  });
});

describe('metrics', () => {
  const from = 2400;
  // Six thousand requests in two minutes, metric points of one second. Nothing is known of the time of day: what is found is found late.
  const changed = (change: (number: number) => Partial<SimulatedInvocation>) => findings((number) => (number > 6000 - from ? change(number) : {}), { pointSeconds: 1 }, 6000);

  it('latency a third above its baseline is found', () => {
    const found = changed((number) => ({ durationMs: (24 + noise(number) * 12) * 1.35 }));
    expect(found).toMatchObject([{ kind: 'latency-degradation', severity: 'high', evidence: { kind: 'metric', metric: 'latencyP95Ms' } }]);
    expect(found[0]?.evidence.kind === 'metric' && found[0].evidence.changePercent).toBeGreaterThan(25);
  });

  it('latency a tenth above its baseline is too little to matter', () => {
    expect(changed((number) => ({ durationMs: (24 + noise(number) * 12) * 1.1 }))).toEqual([]);
  });

  it('one bad moment raises nothing', () => {
    expect(findings((number) => (number > 3000 && number < 3045 ? { durationMs: 300 } : {}), { pointSeconds: 1 }, 4000)).toEqual([]);
  });

  it('twenty points more failures are an error spike', () => {
    expect(kinds(changed((number) => (noise(number * 13) < 0.2 ? { outcome: 'fault' } : {})))).toEqual(['error-spike']);
  });

  it('two points more failures are not', () => {
    expect(changed((number) => (noise(number * 13) < 0.02 ? { outcome: 'fault' } : {}))).toEqual([]);
  });

  it('nearly all requests gone is a drop of throughput', () => {
    const start = NOON + 20 * (6000 - from);
    expect(changed((number) => ({ at: start + (number - 6000 + from) * 800 }))).toMatchObject([{ kind: 'throughput-drop', risk: 'high', evidence: { metric: 'requestsPerMinute' } }]);
  });
});

describe('resources and caches', () => {
  // A thousand requests in six minutes and a half, points of ten seconds.
  const limits = { pointSeconds: 10, limits: { timeoutSeconds: 3, concurrency: 50 } };
  const found = (vary: (number: number) => Partial<SimulatedInvocation>, settings = {}) => findings((number) => ({ at: NOON + number * 400, ...vary(number) }), { ...limits, ...settings });

  it('memory above four fifths is found', () => {
    expect(found((number) => ({ memoryUsedMb: number < 300 ? 90 : 230 }))).toMatchObject([{ kind: 'resource-exhaustion', evidence: { metric: 'memoryUtilisation' } }]);
  });

  it('one request that needed much memory is not', () => {
    expect(found((number) => ({ memoryUsedMb: number === 99 ? 230 : 90 }))).toEqual([]);
  });

  it('requests near the time-out are found', () => {
    expect(found((number) => ({ durationMs: number % 20 === 0 ? 2800 : 30 }))).toMatchObject([{ kind: 'resource-exhaustion', evidence: { metric: 'durationUtilisation' } }]);
  });

  it('requests near the time-out are not found in the first moments, which are full of cold starts', () => {
    expect(kinds(found((number) => ({ durationMs: number % 20 === 0 && number < 100 ? 2800 : 30 })))).toEqual([]);
  });

  it('requests that are turned away point after point mean that all concurrency is in use, those of one moment do not', () => {
    const throttles = (count: number) => Array.from({ length: count }, (_, index) => ({ kind: 'throttle' as const, id: `t${index}`, at: NOON + 1000 + index * 10_000, count: 4 }));
    const after = (count: number) => detect(windowOf(observed(COUNT, (number) => ({ at: NOON + number * 400 }), limits, throttles(count))));
    expect(after(30)).toMatchObject([{ kind: 'resource-exhaustion', evidence: { metric: 'throttlesPerMinute' } }]);
    expect(after(2)).toEqual([]);
  });

  it('a cache that misses two of three is found, a quiet one is not', () => {
    expect(findings(() => ({ cache: { prices: { hits: 1, misses: 2 } } }))).toMatchObject([{ kind: 'low-cache-hit-rate', evidence: { cache: 'prices', hits: COUNT, misses: 2 * COUNT } }]);
    expect(findings((number) => ({ cache: number < 20 ? { prices: { hits: 0, misses: 1 } } : {} }))).toEqual([]);
  });
});
