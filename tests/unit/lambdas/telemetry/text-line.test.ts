import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textLine } from '../../../../lambdas/telemetry/text-line.ts';
import { readLogRecord } from '../../../../shared/rules/detection/log-record.ts';

const REQUEST = '8ea123e4-1db7-4aca-ad10-d9ca1234c1fd';
const platform = (type: string, record: object): string => JSON.stringify({ time: '2026-11-21T12:00:00.000Z', type: `platform.${type}`, record });
const METRICS = { durationMs: 12.345, billedDurationMs: 13, memorySizeMB: 256, maxMemoryUsedMB: 80 };
const reportOf = (record: object) => readLogRecord(textLine(platform('report', { requestId: REQUEST, metrics: METRICS, ...record })));

describe('a function that logs JSON', () => {
  test('a report is read as one', () => {
    expect(reportOf({ status: 'success' })).toEqual({ kind: 'report', report: { requestId: REQUEST, durationMs: 12.35, memorySizeMb: 256, memoryUsedMb: 80, cold: false, failed: false, timedOut: false } });
  });

  test.each([
    ['error', { failed: true, timedOut: false }],
    ['failure', { failed: true, timedOut: false }],
    ['timeout', { failed: false, timedOut: true }],
  ])('status %s', (status, expected) => {
    expect(reportOf({ status, errorType: 'Runtime.X' })).toMatchObject({ report: expected });
  });

  test('a cold start shows', () => {
    expect(reportOf({ metrics: { ...METRICS, initDurationMs: 180.5 } })).toMatchObject({ report: { cold: true } });
  });

  test.each([
    ['runtimeDone', { requestId: REQUEST, status: 'success' }],
    ['initStart', { initializationType: 'on-demand', phase: 'init', runtimeVersion: 'nodejs:24.v1' }],
  ])('%s is of the life cycle, and no line of the code', (type, record) => {
    expect(readLogRecord(textLine(platform(type, record)))).toEqual({ kind: 'lifecycle' });
  });

  test('start names the request that begins', () => {
    expect(readLogRecord(textLine(platform('start', { requestId: REQUEST, version: '3' })))).toEqual({ kind: 'start', requestId: REQUEST });
  });

  const thrown = { errorType: 'TypeError', errorMessage: 'no such thing', stackTrace: ['TypeError: no such thing', '    at find (/var/task/index.mjs:3:7)'] };
  const line = (more: object): string => JSON.stringify({ timestamp: '2026-11-21T12:00:00.000Z', level: 'ERROR', requestId: REQUEST, ...more });

  test('what the code threw is a fatal error with name, message and frames', () => {
    expect(readLogRecord(textLine(line({ message: 'Invoke Error TypeError: no such thing', ...thrown })))).toMatchObject({
      kind: 'error',
      error: { requestId: REQUEST, fatal: true, name: 'TypeError', message: 'no such thing', stack: ['/var/task/index.mjs:3:7 find'] },
    });
  });

  test('what the code logged is an error that is not fatal, wherever the error stands in the line', () => {
    const expected = { kind: 'error', error: { requestId: REQUEST, fatal: false, name: 'TypeError', message: 'no such thing', stack: ['/var/task/index.mjs:3:7 find'] } };
    expect(readLogRecord(textLine(line({ message: thrown })))).toMatchObject(expected);
    expect(readLogRecord(textLine(line({ message: 'while paying TypeError: no such thing', ...thrown })))).toMatchObject(expected);
  });

  test('what the code tells is left as it came', () => {
    for (const message of [line({ level: 'WARN', message: 'slow' }), line({ message: 'it broke' }), line({ message: thrown })]) expect(textLine(message)).toBe(message);
  });
});

test('a line of text is left as it came, whatever it is', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(textLine(text)).toBe(text);
    }),
  );
});

test('no JSON makes it fail', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      for (const text of [`{"time":${JSON.stringify(one)},"type":"platform.report","record":${JSON.stringify(other)}}`, `{"timestamp":"t","level":"ERROR","errorType":"E","stackTrace":${JSON.stringify(one)},"message":${JSON.stringify(other)}}`]) {
        expect(() => readLogRecord(textLine(text))).not.toThrow();
      }
    }),
  );
});
