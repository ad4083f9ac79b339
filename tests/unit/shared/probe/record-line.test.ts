import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProbeRecord } from '../../../../shared/domain/probe-record.ts';
import { readLogRecord } from '../../../../shared/rules/detection/log-record.ts';
import { recordLine } from '../../../../shared/probe/record-line.ts';

const callOf = (shape: string, stack: string[], totalMs: number): object => ({ shape, method: 'GET', stack, count: 1, totalMs, maxMs: totalMs, distinctKeys: 1, repeats: 0, seenBefore: 0, failed: 0, timedOut: 0 });
const recordOf = (calls: object[], spans: number[][] = []): object => ({
  pawl: 'invocation', at: 1, requestId: 'r', version: '1', environment: 'e', cold: false, outcome: 'ok', durationMs: 1, inputBytes: 0, calls, spans,
});

test('a record of the usual size is written as it is', () => {
  const record = recordOf([callOf('GET h/x', ['a.mjs:1:1 f'], 3)], [[0, 1, 2]]);
  expect(recordLine(record)).toBe(`${JSON.stringify(record)}\n`);
});

test('however much it holds, the reader takes it whole', () => {
  // Drawn from few texts, since making many long ones takes longer than the test; each character may take six in JSON.
  const texts = fc.array(fc.string({ maxLength: 200, unit: 'binary' }), { minLength: 4, maxLength: 4 });
  const calls = fc.tuple(texts, fc.array(fc.tuple(fc.nat(3), fc.array(fc.nat(3), { maxLength: 6 }), fc.nat(10_000)), { maxLength: 60 }))
    .map(([some, all]) => all.map(([shape, stack, ms]) => [some[shape] ?? '', stack.map((frame) => some[frame] ?? ''), ms] as const));
  fc.assert(
    fc.property(calls, fc.array(fc.tuple(fc.nat(59), fc.nat(), fc.nat()), { maxLength: 40 }), (each, spans) => {
      const line = recordLine(recordOf(each.map(([shape, stack, ms]) => callOf(shape, stack, ms)), spans));
      expect(line.endsWith('}\n')).toBe(true);
      expect(line.slice(0, -1)).not.toContain('\n');
      expect(readLogRecord(line.trimEnd()).kind).toBe('invocation');
    }),
    { numRuns: 25 },
  );
});

test('of one too long the stacks are shortened, then the dearest calls are kept and no span points astray', () => {
  const long = (size: number): string => '\u0001'.repeat(size);
  const calls = Array.from({ length: 60 }, (_, index) => callOf(`GET h/${index}${long(120)}`, Array.from({ length: 6 }, () => long(40)), index));
  const record = ProbeRecord.parse(JSON.parse(recordLine(recordOf(calls, [[59, 1, 1]]))));
  expect(record.calls.map(({ totalMs }) => totalMs)).toEqual(Array.from({ length: 20 }, (_, index) => 59 - index));
  expect(record.spans).toEqual([]);
  expect(record.calls[0]?.stack).toHaveLength(3);
});
