import { describe, expect, it } from 'vitest';
import { readLogRecord } from '../../../../../shared/rules/detection/log-record.ts';
import { requestIdOf } from '../../../../support/invocation-log.ts';

const ID = requestIdOf(7);

describe('a log line', () => {
  it.each([
    ['START', `START RequestId: ${ID} Version: 3`, { kind: 'start', requestId: ID }],
    ['END', `END RequestId: ${ID}`, { kind: 'lifecycle' }],
    ['the platform at start-up', 'INIT_REPORT Init Duration: 10.00 ms\tPhase: init\tStatus: timeout', { kind: 'lifecycle' }],
    ['an extension', 'EXTENSION\tName: agent\tState: Ready', { kind: 'lifecycle' }],
    ['the platform in JSON', '{"time":"2026-11-21T12:00:00.000Z","type":"platform.initReport","record":{}}', { kind: 'lifecycle' }],
    ['an ordinary message', `2026-11-21T12:00:00.000Z\t${ID}\tINFO\tloaded 3 orders`, { kind: 'plain' }],
    ['a sentence that mentions an error', 'no Error today', { kind: 'plain' }],
    ['JSON of its own', '{"level":"info","message":"hello"}', { kind: 'plain' }],
    ['a broken probe record', '{"pawl":"invocation"', { kind: 'unreadable' }],
    ['a time-out', `2026-11-21T12:00:00.000Z ${ID} Task timed out after 3.00 seconds`, { kind: 'timed-out', requestId: ID }],
    ['an exit', `RequestId: ${ID} Error: Runtime exited with error: signal: killed\nRuntime.ExitError`, { kind: 'error', error: { requestId: ID, fatal: true, name: 'Runtime.ExitError' } }],
    [
      'the runtime\'s report of a failure',
      `2026-11-21T12:00:00.000Z\t${ID}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"no city","stack":["TypeError: no city","    at label (file:///var/task/index.mjs:5:20)","    at async file:///var/task/index.mjs:60:3","    at x (node:internal/a:1:1)"]}`,
      { kind: 'error', error: { requestId: ID, fatal: true, name: 'TypeError', message: 'no city', stack: ['file:///var/task/index.mjs:5:20 label', 'file:///var/task/index.mjs:60:3'] } },
    ],
    [
      'a promise that nobody waited for',
      `2026-11-21T12:00:00.000Z\t${ID}\tERROR\tUnhandled Promise Rejection \t{"errorType":"Runtime.UnhandledPromiseRejection","errorMessage":"Error: gone","reason":{"errorType":"RangeError","errorMessage":"gone","stack":["RangeError: gone","    at load (file:///var/task/index.mjs:5:20)"]},"promise":{},"stack":["Runtime.UnhandledPromiseRejection: gone","    at process.<anonymous> (file:///var/runtime/index.mjs:1:1)"]}`,
      { kind: 'error', error: { fatal: true, name: 'RangeError', message: 'gone', stack: ['file:///var/task/index.mjs:5:20 load'] } },
    ],
    [
      'an error that the code logged',
      `2026-11-21T12:00:00.000Z\t${ID}\tERROR\tRangeError: too many\n    at load (/var/task/index.mjs:9:1)`,
      { kind: 'error', error: { requestId: ID, fatal: false, name: 'RangeError', message: 'too many', stack: ['/var/task/index.mjs:9:1 load'] } },
    ],
    ['an error as JSON', '{"level":"ERROR","msg":"payment failed","requestId":"r","err":{"name":"PaymentError","message":"declined","stack":"PaymentError: declined\\n    at pay (index.mjs:3:4)"}}', { kind: 'error', error: { requestId: 'r', fatal: false, name: 'PaymentError', message: 'declined', stack: ['index.mjs:3:4 pay'] } }],
  ])('%s is read as what it is', (_, message, record) => {
    expect(readLogRecord(message)).toMatchObject(record);
  });

  it('REPORT gives its figures, whatever stands below it', () => {
    const line = `REPORT RequestId: ${ID}\tDuration: 12.34 ms\tBilled Duration: 133 ms\tMemory Size: 128 MB\tMax Memory Used: 75 MB\nXRAY TraceId: 1-5\tSegmentId: 2\tSampled: true\t\n`;
    expect(readLogRecord(line)).toMatchObject({ kind: 'report', report: { durationMs: 12.34, memoryUsedMb: 75, cold: false, failed: false, timedOut: false } });
    expect(readLogRecord(`${line.slice(0, line.indexOf('\n'))}\tStatus: timeout\n`)).toMatchObject({ report: { timedOut: true } });
  });

  it('REPORT gives its figures', () => {
    const line = `REPORT RequestId: ${ID}\tDuration: 12.34 ms\tBilled Duration: 133 ms\tMemory Size: 128 MB\tMax Memory Used: 75 MB\tInit Duration: 120.50 ms\tStatus: error\tError Type: TypeError`;
    expect(readLogRecord(line)).toEqual({ kind: 'report', report: { requestId: ID, durationMs: 12.34, memorySizeMb: 128, memoryUsedMb: 75, cold: true, initMs: 120.5, failed: true, timedOut: false } });
  });
});
