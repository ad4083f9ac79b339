import type { LogLine } from '../../shared/domain/signal.ts';

/** A way in which a log can be hostile: the line of that number, at a moment, in a stream unless the line is about streams. */
export type HostileKind = { readonly name: string; readonly line: (number: number, at: number) => Pick<LogLine, 'message'> & Partial<LogLine> };

const requestId = (number: number): string => `ffffffff-0000-4000-8000-${String(number).padStart(12, '0')}`;

const probe = (number: number, over: object): string =>
  JSON.stringify({ pawl: 'invocation', at: 1, requestId: requestId(number), version: '1', environment: 'env', cold: false, outcome: 'ok', durationMs: 5, inputBytes: 1, calls: [], spans: [], ...over });
const call = (over: object): object => ({ shape: 'GET a/{}', method: 'GET', stack: ['index.mjs:1:1 f'], count: 1, totalMs: 1, maxMs: 1, distinctKeys: 1, repeats: 0, seenBefore: 0, failed: 0, timedOut: 0, ...over });
const logged = (level: string, message: string): string => `2026-11-21T12:00:00.000Z\t${requestId(0)}\t${level}\t${message}`;

/** Words that no two numbers share, without a digit in them that could be masked. */
const wordOf = (number: number): string => Array.from(String(number), (digit) => 'abcdefghij'[Number(digit)] ?? 'z').join('');

const once = <Value>(make: () => Value): (() => Value) => {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
};
const long = once(() => [
  'x'.repeat(10_000_000), `{"pawl":"invocation","x":"${'y'.repeat(10_000_000)}"}`, `{"level":"error","msg":"${'z '.repeat(5_000_000)}"}`, `TypeError: ${'z '.repeat(5_000_000)}`, `Error: x\n${'    at f (index.mjs:1:1)\n'.repeat(400_000)}`, `{"level":"info","msg":"a"}${' '.repeat(10_000_000)}`,
]);
const slow = once(() => {
  const units = ['a', ' ', '.', ':', '(', '\t', '\n', '{"', '\\"', 'at ', 'A.', 'aError', ':1:1', '-', '/', '@', '0-', 'a.b', '    at a (', 'File "', '\u00a0', 'Caused by: ', 'a=', '[', 'T00:', 'panic: ', 'x.go:1\n'];
  const heads = ['', 'Error: ', 'Traceback (most recent call last):\n', 'panic: x\n', 'a.B: c\n\tat ', 'RequestId: ', logged('ERROR', ''), '[ERROR]\t', 'REPORT RequestId: ', '{"level":"error","stack":"', 'level='];
  return heads.flatMap((head) => units.map((unit) => (head + unit.repeat(Math.ceil(70_000 / unit.length))).slice(0, 70_000)));
});
const nested = once(() => ['['.repeat(30_000), `{"level":"error","err":${'{"err":'.repeat(8_000)}1${'}'.repeat(8_001)}`, `{"pawl":"invocation","calls":${'['.repeat(30_000)}${']'.repeat(30_000)}}`]);
const pick = <Value>(values: readonly Value[], number: number): Value => values[number % values.length] as Value;

const NATURAL = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];
const ODD = ['NaN', 'Infinity', '-Infinity', '-5', '1e308', '-1e308', '9007199254740993', '1e999', '0.0000000001', '-0'];
const FIGURES = ['durationMs', 'inputBytes', 'at', 'items', 'initMs', 'memoryUsedMb'];

/** Every way that is known, from the harmless to the absurd. */
export const HOSTILE: readonly HostileKind[] = [
  { name: 'lines of 10 MB', line: (number) => ({ message: pick(long(), number) }) },
  { name: 'binary', line: (number) => ({ message: String.fromCharCode(...Array.from({ length: 300 }, (_, index) => (index * 7 + number * 13) % 256)) }) },
  { name: 'lone surrogates', line: (number) => ({ message: logged(number % 2 === 0 ? 'ERROR' : 'WARN', `\ud800 ${wordOf(number)} \udfff\udfff`) }) },
  { name: 'control sequences of terminals', line: (number) => ({ message: logged('WARN', `\u001b[2J\u001b]0;${wordOf(number % 9)}\u0007\u001b[31mred\u001b[0m`) }) },
  { name: 'distinct templates', line: (number) => ({ message: logged(pick(['INFO', 'WARN'], number), `${wordOf(number)} went to ${wordOf(number * 7 + 1)} and ${wordOf(number * 3 + 2)}`) }) },
  { name: 'distinct errors', line: (number) => ({ message: logged('ERROR', `${wordOf(number)}Error: ${wordOf(number * 3)} broke\n    at ${wordOf(number)} (/var/task/${wordOf(number)}.mjs:1:1)`) }) },
  { name: 'odd figures in probe records', line: (number) => ({ message: probe(number, { calls: [call({})] }).replace(new RegExp(`"${pick(['durationMs', 'inputBytes', 'at', 'count', 'totalMs', 'maxMs', 'repeats'], number)}":\\d+`), `"${pick(['durationMs', 'inputBytes', 'at', 'count', 'totalMs', 'maxMs', 'repeats'], number)}":${pick(ODD, number * 3 + Math.floor(number / 10))}`) }) },
  { name: 'figures of optional fields', line: (number) => ({ message: probe(number, {}).replace(/\}$/, `,"${pick(FIGURES, number)}":${pick(ODD, Math.floor(number / 6))}}`) }) },
  { name: 'odd figures in REPORT lines', line: (number) => ({ message: `REPORT RequestId: ${pick(['abc', '9'.repeat(3000), '__proto__'], number)}\tDuration: ${pick(ODD, number)} ms\tMemory Size: ${pick(ODD, number + 3)} MB\tMax Memory Used: ${pick(ODD, number + 5)} MB\tInit Duration: ${pick(ODD, number + 7)} ms` , stream: '2026/11/21/[9]odd' }) },
  { name: 'clocks that run wrong', line: (number, at) => ({ message: logged('INFO', 'tick'), at: pick([0, Date.UTC(2100, 0, 1), at + 86_400_000, at - 86_400_000, 8.64e15, -1, Number.NaN, Number.MAX_SAFE_INTEGER, at + 300_000], number) }) },
  { name: 'requests of wrong clocks', line: (number, at) => ({ message: `REPORT RequestId: ${requestId(number)}\tDuration: 5.00 ms\tMemory Size: 256 MB\tMax Memory Used: 80 MB`, stream: '2026/11/21/[9]odd', at: pick([0, Date.UTC(2100, 0, 1), at + 86_400_000, 8.64e15, -1], number) }) },
  { name: 'ids delivered again', line: () => ({ id: 'again', message: logged('INFO', 'again') }) },
  { name: 'names that objects have by nature', line: (number) => { const name = pick(NATURAL, number); return { message: pick([probe(number, { requestId: name, route: name, caller: name, qualifier: name, cache: { [`x${name}`]: { hits: 1, misses: 1 } }, error: { name, message: name, stack: [`${name}:1:1 ${name}`] }, calls: [call({ shape: name, method: name, stack: [name] })] }), `START RequestId: ${name} Version: ${name}`, `{"level":"error","${name}":{"stack":"${name}"},"message":"${name}"}`, logged('ERROR', name), `${name}: ${name}\n    at ${name} (${name}:1:1)`], number), stream: `2026/11/21/[${name}]${name}` }; } },
  { name: 'versions', line: (number) => ({ message: `REPORT RequestId: ${requestId(number)}\tDuration: 5.00 ms\tMemory Size: 256 MB\tMax Memory Used: 80 MB`, stream: `2026/11/21/[v${number}]env${number}` }) },
  { name: 'routes, callers, caches, shapes', line: (number) => ({ message: probe(number, { route: `GET /${wordOf(number)}${'w'.repeat(300)}`, caller: wordOf(number), cache: { [`${wordOf(number)}${'w'.repeat(300)}`]: { hits: number, misses: 1 } }, calls: Array.from({ length: 4 }, (_, at) => call({ shape: `GET ${wordOf(number)}/${at}`, stack: [`${wordOf(number)}.mjs:1:${at + 1} f`] })) }) }) },
  { name: 'requests without an end', line: (number) => ({ message: `START RequestId: ${requestId(number)} Version: 1`, stream: `2026/11/21/[1]e${number}` }) },
  { name: 'stack traces without an end', line: (number) => ({ message: number % 50 === 0 ? 'TypeError: no' : `    at ${'x'.repeat(400)}`, stream: `2026/11/21/[1]e${Math.floor(number / 50)}` }) },
  { name: 'deeply nested JSON', line: (number) => ({ message: pick(nested(), number) }) },
  { name: 'texts that make patterns slow', line: (number) => ({ message: pick(slow(), number) }) },
];
