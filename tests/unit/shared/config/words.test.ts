import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closestName } from '../../../../shared/config/closest-name.ts';
import { parseJson } from '../../../../shared/config/parse-json.ts';
import { pathText } from '../../../../shared/config/problem.ts';
import { splitWords } from '../../../../shared/config/split-words.ts';
import { guessRunner } from '../../../../shared/config/test-runner.ts';

describe('splitting a command line', () => {
  test.each([
    ['node --test', ['node', '--test']],
    [`node --test "a b" 'c d'e`, ['node', '--test', 'a b', 'c de']],
    [String.raw`a\ b "q\"x" 'n\x'`, ['a b', 'q"x', String.raw`n\x`]],
    ['  ', []],
    [`''`, ['']],
    [`"open`, ['open']],
  ])('%j gives %j', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  test('gives back every list of words that was quoted', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        const line = words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
        expect(splitWords(line)).toEqual(words);
      }),
    );
  });
});

describe('the closest known name', () => {
  const known = ['timeoutSeconds', 'memoryMb', 'concurrency', 'max_concurrent', 'entry'];
  test.each([
    ['timeoutSecond', 'timeoutSeconds'],
    ['timeout', 'timeoutSeconds'],
    ['memory', 'memoryMb'],
    ['maxConcurrent', 'max_concurrent'],
    ['enrty', 'entry'],
    ['ENTRY', 'entry'],
    ['colour', undefined],
    ['', undefined],
  ])('to %j is %j', (name, meant) => {
    expect(closestName(name, known)).toBe(meant);
  });
});

describe('JSON', () => {
  test('is read like JSON.parse reads it, and everything else is placed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string(), fc.json().chain((text) => fc.nat(text.length).map((at) => text.slice(0, at)))), (text) => {
        let expected: unknown;
        let legal = true;
        try {
          expected = JSON.parse(text);
        } catch {
          legal = false;
        }
        const result = parseJson(text);
        expect(result.ok).toBe(legal);
        if (result.ok) expect(result.value).toEqual(expected);
        else {
          expect(result.what).not.toBe('it is not JSON');
          expect(result.line).toBeLessThanOrEqual(text.split('\n').length);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('may begin with a byte-order mark', () => {
    expect(parseJson('\uFEFF{}')).toEqual({ ok: true, value: {} });
  });

  test('that nests without end is refused, not followed', () => {
    expect(parseJson('['.repeat(200_000))).toMatchObject({ ok: false });
  });
});

test('a path is written as in JavaScript', () => {
  expect(pathText(['targets', 0, 'limits', 'a b', 'x-y'])).toBe('targets[0].limits["a b"].x-y');
});

test.each([
  [['npx', 'vitest', 'run'], 'vitest'],
  [['node', 'node_modules/vitest/vitest.mjs', 'run'], 'vitest'],
  [['node', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'], 'jest'],
  [['node', '--test', 'test/jest-like.test.ts'], 'node'],
])('the runner of %j is %s', (command, runner) => {
  expect(guessRunner(command)).toBe(runner);
});
