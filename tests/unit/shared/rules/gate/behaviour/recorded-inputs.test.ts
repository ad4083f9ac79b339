import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerDriver } from '../../../../../../shared/rules/gate/behaviour/answer-driver.ts';
import { leavesOf } from '../../../../../../shared/rules/gate/behaviour/leaves.ts';
import { readAnswers } from '../../../../../../shared/rules/gate/behaviour/read-answers.ts';
import { MOST_INPUTS, readRecordedInputs } from '../../../../../../shared/rules/gate/behaviour/recorded-inputs.ts';

const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n');

describe('recorded inputs', () => {
  it('are events, or requests that become the events of an HTTP API', () => {
    const read = readRecordedInputs(lines({ event: { Records: [] } }, { request: { method: 'post', path: '/a/b?x=1&x=2&y=3', headers: { 'X-One': '1' }, body: { n: 1 } } }));
    expect(read.ok && read.recorded.inputs).toEqual([
      { name: 'input 1', event: { Records: [] }, upstreams: [] },
      { name: 'post /a/b?x=1&x=2&y=3', upstreams: [], event: expect.objectContaining({ version: '2.0', rawPath: '/a/b', rawQueryString: 'x=1&x=2&y=3', queryStringParameters: { x: '1,2', y: '3' }, headers: { 'x-one': '1' }, body: '{"n":1}' }) },
    ]);
  });

  it('share what a line without an input says', () => {
    const read = readRecordedInputs(lines({ environment: { URL: 'http://a' }, upstreams: [{ url: 'http://a/x' }] }, { event: 1, environment: { KEY: 'k' } }));
    expect(read).toMatchObject({ ok: true, recorded: { inputs: [{ event: 1 }], upstreams: [{ method: 'GET', url: 'http://a/x', status: 200 }], environment: { URL: 'http://a', KEY: 'k' } } });
  });

  it('tell all that is wrong with them, with the lines', () => {
    const read = readRecordedInputs(`{"event":1}\n\nnot json\n${lines({ event: 1, request: { path: '/' } }, { request: { path: 'a' } }, { evnt: 1 })}`);
    expect(read.ok ? [] : read.problems.map(({ line }) => line)).toEqual([3, 4, 5, 6]);
  });

  it('are as many as can be asked in seconds', () => {
    const read = readRecordedInputs(lines(...Array.from({ length: MOST_INPUTS + 50 }, () => ({ event: 1 }))));
    expect(read.ok && read.recorded.inputs.length).toBe(MOST_INPUTS);
  });

  it('never throw, whatever the file holds', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof readRecordedInputs(text).ok === 'boolean'));
  });
});

it('hands events over to the code as data only', () => {
  fc.assert(fc.property(fc.string(), (text) => {
    const first = answerDriver({ inputs: [{ name: text, event: text, upstreams: [] }], upstreams: [], environment: {} }, { entry: 'a.ts', handlerExport: 'handler' }).split('\n')[0] ?? '';
    return (JSON.parse(first.slice('const RECORDED = '.length, -1)) as { inputs: { event: string }[] }).inputs[0]?.event === text;
  }));
});

it('puts answers together again, whatever parts they came in', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 9 }), (value, size) => {
    const text = JSON.stringify(value);
    const tests = Array.from({ length: Math.ceil(text.length / size) }, (_, part) => ({ name: `pawl 1 7 ${part}`, message: text.slice(part * size, (part + 1) * size) }));
    const read = readAnswers({ tests: tests.toReversed(), output: '' });
    expect(read.kind === 'answered' && read.answers.get('1:7')).toEqual(JSON.parse(text));
  }));
});

it('names every leaf by its place', () => {
  expect([...leavesOf({ a: [1, { b: null }], c: {}, d: [] })]).toEqual([['a.0', '1'], ['a.1.b', 'null'], ['c', '{}'], ['d', '[]']]);
});
