import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOwnFrame, ownFrames } from '../../../../../../shared/rules/detection/logs/own-frame.ts';
import { readStackTrace } from '../../../../../../shared/rules/detection/logs/stack-trace.ts';

const text = (...lines: string[]): string => lines.join('\n');

const NODE = text('while paying TypeError: no card', '    at pay (/var/task/index.mjs:3:4)', '    at Array.map (<anonymous>)', '    at async Promise.all (index 0)', '    at async file:///var/task/index.mjs:60:3', '    at run (node:internal/process/task_queues:95:5)');
const PYTHON = text('Traceback (most recent call last):', '  File "/var/task/app.py", line 9, in handler', '    return load(event)', '           ^^^^^^^^^^^', '  File "/var/task/orders.py", line 5, in load', '    return table[key]', '  [Previous line repeated 996 more times]', '  File "/opt/python/lib/python3.12/site-packages/boto3/table.py", line 7, in get', 'botocore.exceptions.ClientError: An error occurred', 'in two lines');
const JAVA = text('12:00:01.123 [main] ERROR c.e.Orders - failed to load', 'java.lang.IllegalStateException: no such order: 7', 'in two lines', '\tat java.base/java.util.Map.of(Map.java:3)', '\tat com.example.Orders$Page.lambda$load$0(Orders.java:12) ~[orders.jar:?]', '\tat app//com.example.Handler.handle(Handler.java:5)', '\t... 4 common frames omitted');
const GO = text('panic: runtime error: index out of range [5] with length 3', '', 'goroutine 1 [running]:', 'panic({0x1, 0x2})', '\t/usr/local/go/src/runtime/panic.go:770 +0x132', 'main.(*Orders).load(0xc000012345, {0x1, 0x2})', '\t/build/orders/orders.go:12 +0x1d', 'created by main.serve in goroutine 7', '\t/build/orders/main.go:3 +0x2', '', 'goroutine 6 [chan receive]:', 'main.other()', '\t/build/orders/other.go:1 +0x1');

describe('a stack trace', () => {
  it.each([
    ['Node', NODE, { language: 'node', name: 'TypeError', message: 'no card', frames: ['/var/task/index.mjs:3:4 pay', 'file:///var/task/index.mjs:60:3', 'node:internal/process/task_queues:95:5 run'] }],
    ['Node, with a code and a message of two lines', text('TypeError [ERR_INVALID_ARG_TYPE]: The "path" argument', 'must be a string', '    at new Orders (C:\\task\\index.js:3:4) {', "  code: 'ERR'", '}'), { name: 'TypeError', message: 'The "path" argument\nmust be a string', frames: ['C:\\task\\index.js:3:4 new Orders'] }],
    ['Node, with a name of its own', text('Declined: no money', '    at pay (/var/task/index.mjs:3:4)'), { name: 'Declined', message: 'no money' }],
    ['Python', PYTHON, { language: 'python', name: 'ClientError', message: 'An error occurred\nin two lines', frames: ['/opt/python/lib/python3.12/site-packages/boto3/table.py:7 get', '/var/task/orders.py:5 load', '/var/task/app.py:9 handler'] }],
    ['Python, as its runtime reports it', text("[ERROR] KeyError: 'city'", 'Traceback (most recent call last):', '\u00a0\u00a0File "/var/task/app.py", line 5, in handler', '\u00a0\u00a0\u00a0\u00a0return event["city"]'), { name: 'KeyError', message: "'city'", frames: ['/var/task/app.py:5 handler'] }],
    ['Python, an exception group', text('  + Exception Group Traceback (most recent call last):', '  |   File "/var/task/app.py", line 5, in handler', '  |     raise ExceptionGroup("many", errors)', '  | ExceptionGroup: many (1 sub-exception)'), { name: 'ExceptionGroup', message: 'many (1 sub-exception)', frames: ['/var/task/app.py:5 handler'] }],
    ['Java', JAVA, { language: 'java', name: 'java.lang.IllegalStateException', message: 'no such order: 7\nin two lines', frames: ['java/util/Map.java:3 Map.of', 'com/example/Orders.java:12 Orders$Page.load', 'com/example/Handler.java:5 Handler.handle'] }],
    ['Java, of a thread', text('Exception in thread "main" com.example.Declined', '\tat com.example.Pay.pay(Pay.java:1)'), { name: 'com.example.Declined', message: '', frames: ['com/example/Pay.java:1 Pay.pay'] }],
    ['Go', GO, { language: 'go', name: 'panic', message: 'runtime error: index out of range [5] with length 3', frames: ['/usr/local/go/src/runtime/panic.go:770 panic', '/build/orders/orders.go:12 main.(*Orders).load', '/build/orders/main.go:3 main.serve'] }],
    ['Go, an error that carries its stack', text('no such order', 'main.load', '\t/build/orders/orders.go:12', 'main.handle', '\t/build/orders/main.go:3'), { name: 'error', message: 'no such order', frames: ['/build/orders/orders.go:12 main.load', '/build/orders/main.go:3 main.handle'] }],
  ])('of %s is read', (_, trace, expected) => {
    expect(readStackTrace(trace)).toMatchObject(expected);
  });

  it.each([['\r\n'], ['\r'], ['\u2028'], ['\u0085']])('may have its lines joined by %j', (newline) => {
    for (const trace of [NODE, PYTHON, JAVA, GO]) expect(readStackTrace(trace.replaceAll('\n', newline))).toEqual(readStackTrace(trace));
  });

  it.each([
    ['a cause in Node', text('Error: order failed', '    at order (/var/task/index.mjs:9:1) {', '  [cause]: RangeError: too many', '      at load (/var/task/index.mjs:3:4) {', "    code: 'E'", '  }', '}'), { name: 'Error', message: 'order failed', frames: ['/var/task/index.mjs:3:4 load'] }],
    ['a cause in Node that lies in a package', text('Error: order failed', '    at order (/var/task/index.mjs:9:1) {', '  [cause]: RangeError: too many', '      at load (/var/task/node_modules/pg/index.js:3:4)'), { name: 'Error', frames: ['/var/task/index.mjs:9:1 order'] }],
    ['several errors in Node', text('AggregateError: All promises were rejected', '    at order (/var/task/index.mjs:9:1) {', '  [errors]: [', '    Error: one', '        at one (/var/task/index.mjs:1:1),', '    TypeError: two', '        at two (/var/task/index.mjs:2:1)', '  ]', '}'), { name: 'AggregateError', message: 'All promises were rejected', frames: ['/var/task/index.mjs:2:1 two'] }],
    ['a cause in Python', text(PYTHON, '', 'The above exception was the direct cause of the following exception:', '', 'Traceback (most recent call last):', '  File "/var/task/app.py", line 30, in handler', '    raise OrderError("7") from error', 'OrderError: 7'), { name: 'OrderError', message: '7', frames: expect.arrayContaining(['/var/task/orders.py:5 load']) }],
    ['an exception during another in Python', text(PYTHON, '', 'During handling of the above exception, another exception occurred:', '', 'Traceback (most recent call last):', '  File "/var/task/app.py", line 31, in handler', '    None.x', "AttributeError: 'NoneType' object has no attribute 'x'"), { name: 'AttributeError', message: "'NoneType' object has no attribute 'x'" }],
    ['a cause in Java, beside a suppressed one', text(JAVA, '\tSuppressed: java.io.IOException: close', '\t\tat com.example.Close.close(Close.java:1)', '\tCaused by: java.io.IOException: deep', '\t\tat com.example.Deep.deep(Deep.java:1)', 'Caused by: java.sql.SQLException: gone', '\tat org.postgresql.Driver.query(Driver.java:5)', '\tat com.example.Dao.find(Dao.java:44)', '\t... 23 more'), { name: 'java.lang.IllegalStateException', frames: ['org/postgresql/Driver.java:5 Driver.query', 'com/example/Dao.java:44 Dao.find'] }],
    ['a panic that was recovered and raised again', GO.replace('with length 3', 'with length 3 [recovered]\n\tpanic: again'), { name: 'panic', message: 'runtime error: index out of range [5] with length 3', frames: expect.arrayContaining(['/build/orders/orders.go:12 main.(*Orders).load']) }],
  ])('with %s leads to where it began', (_, trace, expected) => {
    expect(readStackTrace(trace)).toMatchObject(expected);
  });

  it.each([['hello\nworld'], ['Error: x\n    at nothing'], ['Meet me\n    at noon (12:00)'], ['{\n  "at": 1\n}'], ['']])('is not seen in %j', (other) => {
    expect(readStackTrace(other)).toBeUndefined();
  });

  it('is read of any text without an error', () => {
    const line = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom(...`${NODE}\n${PYTHON}\n${JAVA}\n${GO}\nCaused by: a.B\n  [cause]: X: y`.split('\n')));
    fc.assert(fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const trace = readStackTrace(lines.join('\n'));
      expect(trace === undefined || (trace.frames.length > 0 && trace.frames.length <= 50)).toBe(true);
    }), { numRuns: 300 });
  });
});

describe('the target\'s own code', () => {
  it.each([
    '/var/task/index.mjs:3:4 pay', 'file:///var/task/src/opt/x.mjs:1:1', 'index.mjs:1:1', 'C:\\task\\src\\a.js:1:2', '/opt/pawl/orders/index.mjs:1:1 f', '/var/task/app.py:5 handler', 'com/example/Dao.java:44 Dao.find', '/build/orders/orders.go:12 main.load', 'example.com/orders/main.go:3 main.main',
  ])('has %s in it', (frame) => {
    expect(isOwnFrame(frame)).toBe(true);
  });

  it.each([
    '/var/task/node_modules/pg/index.js:3:4 q', 'C:\\task\\node_modules\\pg\\a.js:1:2', 'node:internal/x:1:2', 'file:///var/runtime/index.mjs:1:1', '/opt/nodejs/layer.js:1:1', '/var/lang/lib/python3.12/json/decoder.py:3 decode', '/var/task/site-packages/x.py:1 f', '/opt/python/lib/x.py:1 f', '<frozen importlib._bootstrap>:241 _call',
    'java/lang/Thread.java:3 Thread.run', 'jdk/internal/X.java:1 X.y', 'org/springframework/web/A.java:1 A.b', 'com/amazonaws/services/lambda/X.java:1 X.y', 'com/example/Orders$$Proxy.java:1 X', '/usr/local/go/src/runtime/panic.go:770 panic', '/root/go/pkg/mod/github.com/aws/aws-lambda-go@v1.41.0/lambda/a.go:3', 'github.com/aws/aws-lambda-go@v1.41.0/lambda/a.go:3', 'net/http/server.go:3 http.serve', '',
  ])('does not have %s in it', (frame) => {
    expect(isOwnFrame(frame)).toBe(false);
  });

  it('is told by its innermost frame, or where there is none by the innermost of all', () => {
    expect(ownFrames(['node:fs:1:1', 'a.mjs:1:1', 'b.mjs:1:1'])).toEqual(['a.mjs:1:1', 'b.mjs:1:1']);
    expect(ownFrames(['node:fs:1:1', 'node:net:1:1'])).toEqual(['node:fs:1:1']);
  });
});
