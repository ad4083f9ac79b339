import { expect, it } from 'vitest';
import { HARM_NAMES, injectHarm } from '../../../../lab/quiet/injected-harm.ts';
import { quietMonth } from '../../../../lab/quiet/quiet-month.ts';

it('forty healthy metrics of four services raise nothing in a fortnight', () => {
  const { alerts, points } = quietMonth({ seed: 77, services: 4, days: 14 });
  expect(alerts).toEqual([]);
  expect(points).toBeGreaterThan(200_000);
});

it('each named degradation is found within a quarter of an hour, but for some in the wildest services', () => {
  const found = injectHarm({ seed: 80, services: 3, rpm: 600, learnedDays: 21, metricsWatched: 30 });
  const within = HARM_NAMES.map((name) => found[name].filter((minutes) => minutes <= 15).length);
  expect(within.every((count) => count > 0)).toBe(true);
  expect(within.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(0.8 * 3 * HARM_NAMES.length);
});
