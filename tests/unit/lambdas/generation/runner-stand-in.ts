import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it, test } from 'node:test';

/** What tests written for vitest or jest need, on top of node's runner: so that generated tests of every kind are run in one process. */
export { afterEach, beforeEach, describe, it, test };
export const beforeAll = before;
export const afterAll = after;

const contains = (actual: unknown, part: unknown): boolean => {
  if (typeof part !== 'object' || part === null || typeof actual !== 'object' || actual === null) return Object.is(actual, part);
  return Object.entries(part).every(([key, value]) => contains(Reflect.get(actual, key), value));
};

const sizeOf = (actual: unknown): number => (Array.isArray(actual) || typeof actual === 'string' ? actual.length : Number.NaN);

const throwing = (expected: unknown): RegExp | object => (typeof expected === 'string' ? { message: new RegExp(expected.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)) } : typeof expected === 'object' && expected !== null ? expected : /(?:)/);

const matchers = (actual: unknown, negated: boolean) => {
  const check = (holds: boolean, what: string, expected?: unknown): void => assert.ok(holds !== negated, `${JSON.stringify(actual)} ${negated ? 'not ' : ''}${what} ${JSON.stringify(expected)}`);
  const equal = (expected: unknown): void => (negated ? assert.notDeepEqual(actual, expected) : assert.deepEqual(actual, expected));
  return {
    toBe: (expected: unknown) => check(Object.is(actual, expected), 'is', expected),
    toEqual: equal,
    toStrictEqual: equal,
    toMatchObject: (expected: unknown) => check(contains(actual, expected), 'contains', expected),
    toBeDefined: () => check(actual !== undefined, 'is defined'),
    toBeUndefined: () => check(actual === undefined, 'is undefined'),
    toBeInstanceOf: (expected: unknown) => check(typeof expected === 'function' && actual instanceof expected, 'is an instance'),
    toHaveLength: (expected: number) => check(sizeOf(actual) === expected, 'has length', expected),
    toContain: (expected: unknown) => check((Array.isArray(actual) && actual.includes(expected)) || (typeof actual === 'string' && actual.includes(String(expected))), 'contains', expected),
    toMatch: (expected: RegExp) => check(expected.test(String(actual)), 'matches', String(expected)),
    toBeGreaterThan: (expected: number) => check(Number(actual) > expected, 'is greater than', expected),
    toBeGreaterThanOrEqual: (expected: number) => check(Number(actual) >= expected, 'is at least', expected),
    toBeLessThan: (expected: number) => check(Number(actual) < expected, 'is less than', expected),
    toBeLessThanOrEqual: (expected: number) => check(Number(actual) <= expected, 'is at most', expected),
    toThrow: (expected?: unknown) => {
      assert.ok(typeof actual === 'function');
      if (negated) assert.doesNotThrow(() => actual());
      else assert.throws(() => actual(), throwing(expected));
    },
  };
};

/** The commonest matchers of vitest and jest. */
export const expect = (actual: unknown) => ({
  ...matchers(actual, false),
  not: matchers(actual, true),
  rejects: { toThrow: (expected?: unknown) => assert.rejects(Promise.resolve(actual), throwing(expected)) },
  resolves: {
    toBe: async (expected: unknown) => matchers(await actual, false).toBe(expected),
    toEqual: async (expected: unknown) => matchers(await actual, false).toEqual(expected),
    toBeDefined: async () => matchers(await actual, false).toBeDefined(),
  },
});
