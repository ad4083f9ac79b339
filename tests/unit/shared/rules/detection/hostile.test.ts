import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../../../shared/domain/signal.ts';
import { emptyTargetState, TargetState } from '../../../../../shared/domain/target-state.ts';
import { detect } from '../../../../../shared/rules/detection/detect.ts';
import { FOLD_DEFAULTS } from '../../../../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../../../../shared/rules/detection/fold.ts';
import { readLogRecord } from '../../../../../shared/rules/detection/log-record.ts';
import { invocationLines, requestIdOf } from '../../../../support/invocation-log.ts';
import { NOON, windowOf } from '../../../../support/observed-service.ts';

const SETTINGS = { ...FOLD_DEFAULTS, periodSeconds: 1, sliceSeconds: 5, pointSeconds: 1 };
const MOST_BYTES = 200_000;

const line = (message: string, number: number, over: Partial<LogLine> = {}): LogLine => ({ id: `h${number}`, at: NOON + number, stream: '2026/11/21/[1]env', message, ...over });
const fold = (lines: readonly LogLine[], state = emptyTargetState('orders')) => foldPage(state, { lines, events: [], next: `${state.cursor ?? ''}+`, completeUntil: NOON + 60_000 }, SETTINGS);
const bytesOf = (state: TargetState): number => Buffer.byteLength(JSON.stringify(state));

/** The state stays readable, bounded, and a good request afterwards still counts. */
const expectUnharmed = (state: TargetState): void => {
  expect(TargetState.safeParse(JSON.parse(JSON.stringify(state))).error).toBeUndefined();
  expect(bytesOf(state)).toBeLessThan(MOST_BYTES);
  expect(() => detect(windowOf(state))).not.toThrow();
  const good = invocationLines({ number: 424_242, at: NOON + 70_000 });
  const { state: after, periods } = foldPage(state, { lines: good, events: [], next: 'good', completeUntil: NOON + 80_000 }, SETTINGS);
  expect(periods.find((period) => period.startsAt === NOON + 70_000)?.versions['1']?.requests).toBe(1);
  expect(bytesOf(after)).toBeLessThan(MOST_BYTES);
};

const probe = (number: number, over: object): string =>
  JSON.stringify({ pawl: 'invocation', at: NOON, requestId: requestIdOf(number), version: '1', environment: 'env', cold: false, outcome: 'ok', durationMs: 5, inputBytes: 1, calls: [], spans: [], ...over });

const call = (over: object): object => ({ shape: 'GET a/{}', method: 'GET', stack: ['index.mjs:1:1 f'], count: 1, totalMs: 1, maxMs: 1, distinctKeys: 1, repeats: 0, seenBefore: 0, failed: 0, timedOut: 0, ...over });

describe('hostile lines', () => {
  it.each([
    ['a line of 10 MB', 'x'.repeat(10_000_000)],
    ['a probe record of 10 MB', `{"pawl":"invocation","x":"${'y'.repeat(10_000_000)}"}`],
    ['an error of 10 MB', `TypeError: ${'z '.repeat(5_000_000)}`],
    ['binary', String.fromCharCode(...Array.from({ length: 4000 }, (_, index) => index % 256))],
    ['broken JSON', '{"pawl":"invocation","at":'],
    ['NaN in a record', probe(1, {}).replace('"durationMs":5', '"durationMs":NaN')],
    ['infinity in a record', probe(1, {}).replace('"durationMs":5', '"durationMs":1e999')],
    ['a negative duration', probe(1, { durationMs: -5 })],
    ['negative counts', probe(1, { calls: [call({ count: -3, totalMs: -1 })] })],
    ['a duration beyond all measure', probe(1, { durationMs: 1e300, calls: [call({ count: 9e15, totalMs: 1e300, maxMs: 1e300 })], spans: [[0, -1e300, 1e300]] })],
    ['names that objects have by nature', probe(1, { requestId: '__proto__', route: 'constructor', cache: { ['toString']: { hits: 1, misses: 1 } }, error: { name: '__proto__', message: 'constructor', stack: ['__proto__:1:1 valueOf'] } })],
    ['spans of calls that are not there', probe(1, { spans: [[7, 1, 2], [900, 3, 4]] })],
    ['half a surrogate pair', `TypeError: \ud800 at \udfff`],
    ['a REPORT without figures', 'REPORT RequestId: abc\tDuration: many ms'],
    ['a REPORT with absurd figures', `REPORT RequestId: ${'9'.repeat(3000)}\tDuration: ${'9'.repeat(400)} ms\tMemory Size: 9e99 MB\tMax Memory Used: -5 MB`],
    ['a REPORT of another time', 'REPORT RequestId: a\tDuration: 1e308 ms'],
    ['nothing', ''],
  ])('%s does no harm', (_, message) => {
    expectUnharmed(fold([line(message, 1), line(message, 2)]).state);
  });

  it('clocks that run wrong do no harm', () => {
    const times = [8.64e15, -1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER, NOON + 9e9, 0];
    expectUnharmed(fold(times.flatMap((at, number) => invocationLines({ number, at: NOON }).map((one) => ({ ...one, at })))).state);
  });

  it('endless variety leaves the state bounded: shapes, stacks, errors, routes, versions, environments, caches, requests without an end', () => {
    let state = emptyTargetState('orders');
    const wide = 'w'.repeat(300);
    for (let page = 0; page < 4; page += 1) {
      const lines = Array.from({ length: 80 }, (_, index) => {
        const number = page * 80 + index;
        const record = probe(number, {
          route: `GET /${wide}${number}`, caller: `c${number}`, cache: { [`${wide}${number}`]: { hits: number, misses: 1 } },
          error: { name: `E${number}`, message: `${wide} ${number} ${Math.sin(number)} \u{1F980}`.repeat(3), stack: [`f${number}.mjs:1:1 ${wide}`] },
          calls: Array.from({ length: 8 }, (_, at) => call({ shape: `GET \u{1F980}${wide}${number}/${at}`, stack: Array.from({ length: 6 }, (_, deep) => `f${number}.mjs:${deep + 1}:${at + 1} ${wide}`) })),
          spans: Array.from({ length: 8 }, (_, at) => [at, at * 2, 1]),
        });
        return line(record, number, { at: NOON + number * 20, stream: `2026/11/21/[${number % 40}]${wide}${number}` });
      });
      state = foldPage(state, { lines, events: [], next: `p${page}`, completeUntil: NOON + page * 5000 }, SETTINGS).state;
      expect(bytesOf(state)).toBeLessThan(MOST_BYTES);
    }
    expectUnharmed({ ...state, completeUntil: NOON + 60_000 });
  });

  it('any text at all is read without an error', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.json({ maxDepth: 2 }).map((json) => `{"pawl":"invocation",${json.slice(1)}`), fc.json({ maxDepth: 2 }), fc.string().map((text) => `REPORT RequestId: ${text}`), fc.string().map((text) => `Error: ${text}\n    at ${text} (${text}:1:2)`)), (text) => {
      expect(readLogRecord(text).kind).toBeTypeOf('string');
    }), { numRuns: 60 });
  });

  it('any mixture of lines leaves a state that can be stored', () => {
    const message = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.record({ durationMs: fc.double(), at: fc.double(), requestId: fc.string(), outcome: fc.constantFrom('ok', 'error', 'odd'), calls: fc.array(fc.record({ shape: fc.string(), count: fc.double(), totalMs: fc.double(), maxMs: fc.double({ min: 0, noNaN: true }), distinctKeys: fc.nat(), repeats: fc.nat(), seenBefore: fc.nat() }).map((odd) => call(odd)), { maxLength: 4 }) }).map((odd) => probe(1, odd)),
      fc.string({ maxLength: 20 }).map((text) => `${text}Error: ${text}`),
    );
    fc.assert(fc.property(fc.array(fc.record({ message, at: fc.double(), stream: fc.string() }), { maxLength: 20 }), (odd) => {
      const { state } = fold(odd.map((one, number) => line(one.message, number, { at: one.at, stream: one.stream })));
      expect(TargetState.safeParse(JSON.parse(JSON.stringify(state))).error).toBeUndefined();
    }), { numRuns: 60 });
  });
});
