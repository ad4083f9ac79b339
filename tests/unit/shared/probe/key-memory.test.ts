import { expect, test } from 'vitest';
import { KeyMemory } from '../../../../shared/probe/key-memory.ts';

test('a key asked for by an earlier invocation within the last minute was seen before, each time', () => {
  const memory = new KeyMemory();
  expect(memory.ask(7, 1, 0)).toBe(false);
  expect(memory.ask(7, 2, 30_000)).toBe(true);
  expect(memory.ask(7, 2, 30_001)).toBe(true);
});

test('a key asked for only in this invocation was not seen before', () => {
  const memory = new KeyMemory();
  memory.ask(7, 1, 0);
  expect(memory.ask(7, 1, 1)).toBe(false);
});

test('after a minute it is forgotten', () => {
  const memory = new KeyMemory();
  memory.ask(7, 1, 0);
  expect(memory.ask(7, 2, 60_001)).toBe(false);
});

test('of too many keys those not asked for longest are forgotten', () => {
  const memory = new KeyMemory();
  for (let key = 0; key < 2_001; key += 1) memory.ask(key, 1, 0);
  expect(memory.ask(0, 2, 1)).toBe(false);
  expect(memory.ask(2_000, 2, 1)).toBe(true);
});
