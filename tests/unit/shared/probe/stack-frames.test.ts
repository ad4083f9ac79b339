import { expect, test } from 'vitest';
import { appRoot, framesHere, framesOfText, isSameSite } from '../../../../shared/probe/stack-frames.ts';

const root = appRoot('/var/task');
const here = appRoot(import.meta.dirname);

test('of an error only the own frames are left, as positions of the bundle', () => {
  const stack = [
    "TypeError: Cannot read properties of undefined (reading 'city')",
    '    at format (file:///var/task/index.mjs:12:34)',
    '    at new Order (/var/task/index.mjs:5:6)',
    '    at async Promise.all (index 0)',
    '    at async file:///var/task/index.mjs:99:1',
    '    at library (file:///var/task/node_modules/x/y.js:1:2)',
    '    at pawlProbedHandler (file:///var/task/index.mjs:7:8)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
    '    at Runtime.handleOnceNonStreaming (file:///var/runtime/index.mjs:1206:29)',
  ].join('\n');
  expect(framesOfText(root, stack)).toEqual(['index.mjs:12:34 format', 'index.mjs:5:6 Order', 'index.mjs:99:1']);
});

test('a text that is no stack has no frames', () => {
  expect(framesOfText(root, 'nothing\n  at all (x)')).toEqual([]);
});

test('the place of a call is named innermost first, without the function that asks', () => {
  const ask = () => framesHere(here, ask);
  function inner() {
    return ask();
  }
  const { frames } = inner();
  expect(frames[0]).toMatch(/^stack-frames\.test\.ts:\d+:\d+ inner$/);
});

test('asking for frames leaves the settings of Error as they were', () => {
  const limit = Error.stackTraceLimit;
  const ask = () => framesHere(here, ask);
  ask();
  expect(Error.stackTraceLimit).toBe(limit);
  expect(new Error('x').stack).toMatch(/^Error: x\n\s+at /);
});

test('all rounds of a loop with await are one place, and another loop is another', async () => {
  const ask = () => framesHere(here, ask);
  const client = async () => {
    await Promise.resolve();
    return ask();
  };
  const direct = async () => ask();
  async function handler() {
    const first = [];
    for (let round = 0; round < 3; round += 1) first.push(await direct());
    const second = [];
    for (let round = 0; round < 3; round += 1) second.push(await direct());
    return [first, second, [await client()]];
  }
  const [first = [], second = []] = await handler();
  const [one, two] = [first[0], second[0]];
  if (!one || !two) throw new Error('no frames');
  for (const site of first) expect(isSameSite(one, site)).toBe(true);
  for (const site of second) expect(isSameSite(two, site)).toBe(true);
  expect(isSameSite(one, two)).toBe(false);
});

test('below the first awaiting frame differences do not count, above it they do', () => {
  const called = { frames: ['a', 'loop', 'handler:1'], asyncFrom: 3 };
  expect(isSameSite(called, { frames: ['a', 'loop', 'handler:2'], asyncFrom: 2 })).toBe(true);
  expect(isSameSite(called, { frames: ['a', 'loop'], asyncFrom: 2 })).toBe(true);
  expect(isSameSite(called, { frames: ['a', 'loop', 'handler:2'], asyncFrom: 3 })).toBe(false);
  expect(isSameSite(called, { frames: ['b', 'loop', 'handler:1'], asyncFrom: 1 })).toBe(false);
});
