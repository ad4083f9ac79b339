import { expect, test } from 'vitest';
import { emptyTargetState } from '../../../../../shared/domain/target-state.ts';
import { notePeak, weekPeakMb } from '../../../../../shared/rules/detection/memory-peaks.ts';

const DAY = 86_400_000;
const at = (day: number): number => Date.UTC(2026, 10, 1) + day * DAY + 5;

test('the most memory of each of the last eight days is remembered, and nothing older', () => {
  const state = emptyTargetState('orders');
  for (let day = 0; day < 30; day += 1) for (const usedMb of [100, 100 + day, 90]) notePeak(state, at(day), usedMb);
  expect(Object.values(state.memoryPeaks ?? {})).toEqual([122, 123, 124, 125, 126, 127, 128, 129]);
  expect(weekPeakMb(state, at(29))).toBe(129);
});

test('a week is known when its first day was seen, though days without traffic lie between', () => {
  const state = emptyTargetState('orders');
  notePeak(state, at(0), 400);
  notePeak(state, at(6), 100);
  expect(weekPeakMb(state, at(6))).toBeUndefined();
  expect(weekPeakMb(state, at(7))).toBe(400);
  expect(weekPeakMb(emptyTargetState('orders'), at(7))).toBeUndefined();
});
