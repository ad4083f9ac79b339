import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../../../../shared/domain/signal.ts';
import { emptyTargetState, TargetState } from '../../../../../../shared/domain/target-state.ts';
import { FOLD_DEFAULTS } from '../../../../../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../../../../../shared/rules/detection/fold.ts';
import { invocationLines, requestIdOf } from '../../../../../support/invocation-log.ts';

const START = Date.UTC(2026, 10, 21, 12);
const STREAM = '2026/11/21/[1]env1';

/** One line a millisecond, in one stream. */
const logged = (messages: readonly string[], over: { at?: number; stream?: string; id?: string } = {}): LogLine[] =>
  messages.map((message, index) => ({ id: `${over.id ?? 'l'}${String(index).padStart(3, '0')}`, at: (over.at ?? START) + index, stream: over.stream ?? STREAM, message }));

const fold = (lines: readonly LogLine[], cuts: readonly number[] = []): TargetState => {
  const edges = [...new Set([0, ...cuts, lines.length])].sort((a, b) => a - b);
  return edges.reduce((state, from, index) => {
    const to = edges[index + 1] ?? lines.length;
    const page = { lines: lines.slice(from, to), events: [], next: `p${index}-${to}`, completeUntil: lines[to]?.at ?? START + 60_000 };
    return foldPage(TargetState.parse(JSON.parse(JSON.stringify(state))), page, FOLD_DEFAULTS).state;
  }, emptyTargetState('orders'));
};

const errorsOf = (state: TargetState) => Object.entries(state.errors).map(([id, { name, template, stack }]) => ({
  name, template, stack, count: state.slices.reduce((sum, { versions }) => sum + (versions['1']?.errors[id] ?? 0), 0),
}));

const TRACES: Record<string, { lines: readonly string[]; error: object }> = {
  python: { lines: ['Traceback (most recent call last):', '  File "/var/task/app.py", line 9, in handler', '    return load()', '  File "/var/task/app.py", line 5, in load', '    x', 'ValueError: no order 7'], error: { name: 'ValueError', template: 'no order <*>', stack: ['/var/task/app.py:5 load', '/var/task/app.py:9 handler'] } },
  java: { lines: ['java.lang.IllegalStateException: no order 7', '\tat com.example.Orders.load(Orders.java:12)', '\tat java.base/java.lang.Thread.run(Thread.java:833)', 'Caused by: java.io.IOException: gone', '\tat com.example.Dao.find(Dao.java:44)', '\t... 2 more'], error: { name: 'java.lang.IllegalStateException', template: 'no order <*>', stack: ['com/example/Dao.java:44 Dao.find'] } },
  go: { lines: ['panic: no order 7', '', 'goroutine 1 [running]:', 'main.load(0xc000, 0x1)', '\t/build/orders.go:12 +0x1d', 'main.main()', '\t/build/main.go:3 +0x2', 'exit status 2'], error: { name: 'panic', template: 'no order <*>', stack: ['/build/orders.go:12 main.load', '/build/main.go:3 main.main'] } },
  node: { lines: ['TypeError: no order 7', '    at load (/var/task/index.mjs:9:1)', '    at async handler (/var/task/index.mjs:90:1) {', "  code: 'E'", '}'], error: { name: 'TypeError', template: 'no order <*>', stack: ['/var/task/index.mjs:9:1 load', '/var/task/index.mjs:90:1 handler'] } },
};

describe('a stack trace that comes line by line', () => {
  it.each(Object.keys(TRACES))('of %s is one error, wherever a page ends', (language) => {
    const { lines = [], error } = TRACES[language] ?? {};
    const all = [...logged(['all is well'], { at: START - 10, id: 'a' }), ...logged(lines), ...logged(['all is well again'], { at: START + 100, id: 'z' })];
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: all.length }), { maxLength: 4 }), (cuts) => {
      const state = fold(all, cuts);
      expect(errorsOf(state)).toEqual([{ ...error, count: 1 }]);
      expect(state.openStreams).toEqual({});
      expect({ ...state, cursor: '' }).toEqual({ ...fold(all), cursor: '' });
    }), { numRuns: 15 });
  });

  it.each(Object.keys(TRACES))('of %s is told apart from another stream\'s, line between line', (language) => {
    const { lines = [], error } = TRACES[language] ?? {};
    const mixed = [...logged(lines), ...logged(lines, { stream: '2026/11/21/[1]env2', id: 'm' })].sort((a, b) => a.at - b.at);
    expect(errorsOf(fold(mixed))).toEqual([{ ...error, count: 2 }]);
  });

  it('ends with the next request, with a line that does not belong to it, and with time', () => {
    const trace = TRACES['java']?.lines ?? [];
    for (const [next, later] of [[`START RequestId: ${requestIdOf(2)} Version: 1`, 1], ['order shipped', 1], ['    indented, but not a part of it', 5000]] as const) {
      const state = fold([...logged(trace), ...logged([next, ...trace.slice(1)], { at: START + trace.length + later, id: 'n' })]);
      expect(errorsOf(state).find(({ name }) => name === 'java.lang.IllegalStateException')?.count).toBe(1);
      expect(state.openStreams[`1\tenv1`]?.trace).toBeUndefined();
    }
  });

  it('belongs to the request that its stream is in the middle of', () => {
    const id = requestIdOf(1);
    const state = fold(logged([`START RequestId: ${id} Version: 1`, ...(TRACES['go']?.lines ?? []), `RequestId: ${id} Error: Runtime exited with error: exit status 2\nRuntime.ExitError`, `END RequestId: ${id}`, `REPORT RequestId: ${id}\tDuration: 12.00 ms\tMemory Size: 256 MB\tMax Memory Used: 80 MB`]));
    expect(errorsOf(state)).toEqual([{ ...TRACES['go']?.error, count: 1 }]);
    expect(state.slices[0]?.versions['1']).toMatchObject({ requests: 1, failures: 1 });
  });

  it('that never ends, in more streams than can be remembered, leaves the state small', () => {
    const lines = Array.from({ length: 300 }, (_, index) => logged(['TypeError: no order', ...Array.from({ length: 40 }, () => `    at ${'x'.repeat(400)}`)], { stream: `2026/11/21/[1]env${index}`, id: `s${index}-` })).flat();
    const state = foldPage(emptyTargetState('orders'), { lines: lines.toSorted((a, b) => a.at - b.at), events: [], next: 'n', completeUntil: START + 50 }, FOLD_DEFAULTS).state;
    expect(JSON.stringify(state.openStreams).length).toBeLessThan(60_000);
    expect(errorsOf(state)).toMatchObject([{ name: 'TypeError', count: 292 }]);
  });
});

describe('one failure', () => {
  const id = requestIdOf(1);
  const console_ = (level: string, message: string): string => `2026-11-21T12:00:00.000Z\t${id}\t${level}\t${message}`;
  const invoke = console_('ERROR', 'Invoke Error \t{"errorType":"TypeError","errorMessage":"no such order","stack":["TypeError: no such order","    at load (index.mjs:1:1)"]}');
  const probe = invocationLines({ number: 1, at: START + 50, outcome: 'error', error: { name: 'TypeError', message: 'no such order', stack: ['index.mjs:1:1 load'] } });
  const record = probe.find(({ message }) => message.startsWith('{'))?.message ?? '';

  it.each([
    ['the probe and the runtime', [record, invoke], 1],
    ['the code, then the runtime', [console_('ERROR', 'TypeError: no such order\n    at load (index.mjs:1:1)'), invoke], 1],
    ['the code in its own words, then the probe and the runtime', [console_('ERROR', 'while paying: no such order'), record, invoke], 1],
    ['the code twice', [console_('ERROR', 'TypeError: no such order\n    at load (index.mjs:1:1)'), console_('ERROR', 'while paying TypeError: no such order\n    at load (index.mjs:1:1)')], 1],
    ['the code, of two things', [console_('ERROR', 'no price for apples'), console_('ERROR', 'no price for pears')], 2],
    ['the code, of another thing than the runtime', [console_('ERROR', 'no price for apples'), invoke], 2],
  ])('that %s tell of counts as %#', (_, messages, count) => {
    const state = fold(logged(messages));
    expect(errorsOf(state).reduce((sum, error) => sum + error.count, 0)).toBe(count);
  });
});

describe('an error\'s cluster', () => {
  const thrown = (number: number, message: string, line = 9): LogLine => ({ id: `t${number}`, at: START + number, stream: STREAM, message: `2026-11-21T12:00:00.000Z\t${requestIdOf(number)}\tERROR\tRangeError: ${message}\n    at load (/var/task/index.mjs:${line}:1)` });

  it('is one however the message varies, in words and in their number', () => {
    const names = ['Ann Lee', 'Bo', 'Cy van Dyk', 'Dee', 'Eve Adams'];
    const state = fold(names.map((name, index) => thrown(index, `the customer ${name} has no address in ${index} countries`)));
    expect(errorsOf(state)).toEqual([{ name: 'RangeError', template: 'the customer <*> has no address in <*> countries', stack: ['/var/task/index.mjs:9:1 load'], count: 5 }]);
  });

  it('is another for another message, and at another place', () => {
    const state = fold([thrown(1, 'the customer has no address'), thrown(2, 'payment was declined by the bank'), thrown(3, 'the customer has no address', 30)]);
    expect(errorsOf(state).map(({ count }) => count)).toEqual([1, 1, 1]);
  });

  it('keeps its name when its lines have moved with a new version', () => {
    const state = fold([thrown(1, 'the customer Ann has no address'), thrown(2, 'the customer Bo has no address'), thrown(3, 'the customer Cy has no address', 12)]);
    const [before, after] = Object.values(state.errors);
    expect(before?.key).toBe('the customer Ann has no address');
    expect(after?.key).toBe(before?.key);
  });

  it('that comes again and again stays when a thousand others come once', () => {
    const lines = Array.from({ length: 2000 }, (_, number) => thrown(number, number % 2 === 0 ? 'the customer has no address' : `${'abcdefghij'[number % 10] ?? ''}${number} went ${Math.sin(number)} wrong`, number % 2 === 0 ? 9 : number + 10));
    const state = fold(lines);
    expect(errorsOf(state)).toContainEqual(expect.objectContaining({ template: 'the customer has no address', count: 1000 }));
    expect(Object.keys(state.errors)).toHaveLength(40);
    expect(Object.keys(state.slices[0]?.versions['1']?.errors ?? {})).toHaveLength(40);
  });
});
