import { expect, test } from 'vitest';
import { exitLine, logStreamName, reportLine, timeoutLine } from '../../../../local/host/log-lines.ts';

const report = { requestId: 'r-1', durationMs: 12.341, memoryMb: 128, maxMemoryMb: 75 };

test('a report has its fields in order with tabs between, billed to the next millisecond', () => {
  expect(reportLine(report)).toBe('REPORT RequestId: r-1\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 75 MB');
});

test('a cold start adds its initialisation, to the bill too', () => {
  expect(reportLine({ ...report, initMs: 101.5 })).toContain('Billed Duration: 114 ms\tMemory Size: 128 MB\tMax Memory Used: 75 MB\tInit Duration: 101.50 ms');
});

test('a time-out and an error end the line with their status', () => {
  expect(reportLine({ ...report, failure: { status: 'timeout' } })).toMatch(/\tStatus: timeout$/);
  expect(reportLine({ ...report, failure: { status: 'error', errorType: 'Runtime.ExitError' } })).toMatch(/\tStatus: error\tError Type: Runtime\.ExitError$/);
});

test('a time-out says when, which request and after how long', () => {
  expect(timeoutLine(Date.UTC(2026, 10, 21, 16, 0, 0), 'r-1', 3)).toBe('2026-11-21T16:00:00.000Z r-1 Task timed out after 3.00 seconds');
});

test('an exit names how the runtime ended', () => {
  expect(exitLine('r-1', 'exit status 1')).toBe('RequestId: r-1 Error: Runtime exited with error: exit status 1\nRuntime.ExitError');
});

test('a log stream is named after day, version and environment', () => {
  expect(logStreamName(Date.UTC(2026, 0, 2), '7', 'abc')).toBe('2026/01/02/[7]abc');
});
