import { describe, expect, it } from 'vitest';
import { readLogRecord } from '../../../../../../shared/rules/detection/log-record.ts';
import { requestIdOf } from '../../../../../support/invocation-log.ts';

const ID = requestIdOf(7);
const V8 = 'RangeError: too many\n    at load (/var/task/index.mjs:9:1)\n    at run (/var/task/node_modules/x/y.js:1:1)';
const PYTHON = 'Traceback (most recent call last):\n  File "/var/task/app.py", line 5, in handler\n    x\nValueError: bad';
const JAVA = 'java.io.IOException: gone\n\tat com.example.Dao.find(Dao.java:44)\n\tat java.base/java.lang.Thread.run(Thread.java:833)';
const json = (value: object): string => JSON.stringify(value);

describe('an error in the log of', () => {
  it.each([
    ['pino', json({ level: 50, time: 1, pid: 8, msg: 'while paying', err: { type: 'RangeError', message: 'too many', stack: V8 } }), { name: 'RangeError', message: 'too many', stack: ['/var/task/index.mjs:9:1 load'] }],
    ['bunyan', json({ name: 'orders', hostname: 'h', level: 60, msg: 'while paying', err: { name: 'RangeError', message: 'too many', stack: V8 } }), { name: 'RangeError', stack: ['/var/task/index.mjs:9:1 load'] }],
    ['winston', json({ level: 'error', message: 'too many', stack: V8 }), { name: 'RangeError', message: 'too many', stack: ['/var/task/index.mjs:9:1 load'] }],
    ['Powertools for TypeScript', json({ level: 'ERROR', message: 'while paying', function_request_id: ID, error: { name: 'RangeError', location: 'x', message: 'too many', stack: V8 } }), { name: 'RangeError', message: 'too many', requestId: ID }],
    ['Powertools for Python', json({ level: 'ERROR', message: 'while paying', function_request_id: ID, exception: PYTHON, exception_name: 'ValueError', stack_trace: { type: 'ValueError', value: 'bad', module: 'builtins', frames: [{ file: '/var/task/app.py', line: 5, function: 'handler', statement: 'x' }] } }), { name: 'ValueError', message: 'bad', stack: ['/var/task/app.py:5 handler'] }],
    ['python-json-logger', json({ asctime: 'x', levelname: 'ERROR', message: 'while paying', exc_info: PYTHON }), { name: 'ValueError', message: 'bad', stack: ['/var/task/app.py:5 handler'] }],
    ['a logger with Python\'s numbers', json({ levelno: 40, message: 'while paying' }), { name: 'Error', message: 'while paying' }],
    ['zap', json({ level: 'error', ts: 1, msg: 'while paying', error: 'no order', stacktrace: 'main.load\n\t/build/orders.go:12\nmain.main\n\t/build/main.go:3' }), { stack: ['/build/orders.go:12 main.load', '/build/main.go:3 main.main'] }],
    ['logback', json({ '@timestamp': 'x', level: 'ERROR', level_value: 40_000, logger_name: 'c.e.Orders', message: 'while paying', stack_trace: JAVA }), { name: 'java.io.IOException', message: 'gone', stack: ['com/example/Dao.java:44 Dao.find'] }],
    ['ECS', json({ 'log.level': 'error', message: 'while paying', 'error.type': 'java.io.IOException', 'error.message': 'gone', 'error.stack_trace': JAVA }), { name: 'java.io.IOException', message: 'gone', stack: ['com/example/Dao.java:44 Dao.find'] }],
    ['GELF', json({ version: '1.1', short_message: 'while paying', level: 3 }), { name: 'Error', message: 'while paying' }],
    ['log4j', '2026-11-21 12:00:00,123 [main] ERROR c.e.Orders - while paying', { name: 'Error', message: 'while paying' }],
    ['Python\'s logging', `[ERROR]\t2026-11-21T12:00:00.000Z\t${ID}\twhile paying\n${PYTHON}`, { name: 'ValueError', message: 'bad', requestId: ID, fatal: false, stack: ['/var/task/app.py:5 handler'] }],
    ['logfmt', 'time=2026-11-21T12:00:00Z level=error msg="while paying" order=7', { name: 'Error', message: 'while paying' }],
    ['Node, by its console', `2026-11-21T12:00:00.000Z\t${ID}\tERROR\twhile paying ${V8}`, { name: 'RangeError', message: 'too many', requestId: ID }],
    ['a line that is far too long', `{"level":"error","msg":"while paying","order":"${'x'.repeat(200_000)}"}`, { name: 'Error', message: 'while paying' }],
  ])('%s is read with its level, message and stack', (_, line, expected) => {
    expect(readLogRecord(line)).toMatchObject({ kind: 'error', error: { open: false, fatal: false, ...expected, ...(line.includes('\n') || line.startsWith('{') ? {} : { open: true }) } });
  });

  it.each([
    ['Python', `[ERROR] ValueError: bad\nTraceback (most recent call last):\n  File "/var/task/app.py", line 5, in handler`],
    ['Python that logs JSON', json({ timestamp: 'x', log_level: 'ERROR', errorMessage: 'bad', errorType: 'ValueError', requestId: ID, stackTrace: ['  File "/var/task/app.py", line 5, in handler\n    x\n'] })],
    ['Go', json({ errorMessage: 'bad', errorType: 'ValueError', stackTrace: [{ path: '/var/task/app.py', line: 5, label: 'handler' }] })],
  ])('the runtime of %s is what made the invocation fail', (_, line) => {
    expect(readLogRecord(line)).toMatchObject({ kind: 'error', error: { fatal: true, name: 'ValueError', message: 'bad', stack: ['/var/task/app.py:5 handler'] } });
  });
});

describe('a line that is no error', () => {
  it.each([
    ['pino', json({ level: 40, msg: 'slow' }), 'warning', 'slow'],
    ['winston', json({ level: 'warn', message: 'slow' }), 'warning', 'slow'],
    ['Python\'s logging', `[WARNING]\t2026-11-21T12:00:00.000Z\t${ID}\tslow`, 'warning', 'slow'],
    ['Node', `2026-11-21T12:00:00.000Z\t${ID}\tWARN\tslow`, 'warning', 'slow'],
    ['log4j', '2026-11-21 12:00:00,123 WARN [main] c.e.Orders - slow', 'warning', 'slow'],
    ['logfmt', 'ts=1 level=warn msg="slow"', 'warning', 'slow'],
    ['Powertools', json({ level: 'INFO', message: 'order shipped' }), 'info', 'order shipped'],
    ['Node, for debugging', `2026-11-21T12:00:00.000Z\t${ID}\tDEBUG\tslow`, 'debug', 'slow'],
    ['print', 'order shipped', 'info', 'order shipped'],
    ['print, with a word that is also a level', 'please see the ERROR page', 'info', 'please see the ERROR page'],
    ['print, of a task that is not the function\'s', `${ID} Task timed out after 30 seconds`, 'info', `${ID} Task timed out after 30 seconds`],
    ['a metric', json({ _aws: { Timestamp: 1 }, latency: 5 }), 'info', expect.stringContaining('_aws')],
  ])('of %s has its level and its message', (_, line, level, message) => {
    expect(readLogRecord(line)).toEqual({ kind: 'plain', level, message });
  });
});
