import { expect, it } from 'vitest';
import { showCount, showEvidence, showInstant, showMs, showPercent, showSeconds, showShare } from '../../../../../shared/rules/explaining/figures.ts';

it.each([[0, '0 ms'], [8.44, '8.4 ms'], [9.96, '10 ms'], [182.4, '182 ms'], [999.6, '1.00 s'], [12_340, '12.3 s'], [undefined, '–']])('shows %s milliseconds as %s', (ms, text) => {
  expect(showMs(ms)).toBe(text);
});

it.each([[0, '0 %'], [0.0004, '0.04 %'], [0.0123, '1.2 %'], [0.0999, '10 %'], [1, '100 %'], [undefined, '–']])('shows the share %s as %s', (share, text) => {
  expect(showShare(share)).toBe(text);
});

it('shows percents that are percents already', () => {
  expect(showPercent(58)).toBe('58 %');
});

it.each([[0.42, '0.4 s'], [59.6, '60 s'], [92, '92 s'], [125, '2 min 5 s'], [3840, '1 h 4 min']])('shows %s seconds as %s', (seconds, text) => {
  expect(showSeconds(seconds)).toBe(text);
});

it.each([[0, '1.0'], [Math.log(18), '18'], [Math.log(1200), '1\u202f200'], [60, '10^26'], [Math.log(0.03), '0.030'], [-30, '< 0.001']])('shows evidence with the logarithm %s as %s', (logE, text) => {
  expect(showEvidence(logE)).toBe(text);
});

it('groups counts by three', () => {
  expect(showCount(1234567)).toBe('1\u202f234\u202f567');
  expect(showCount(999)).toBe('999');
});

it('shows moments in UTC', () => {
  expect(showInstant(Date.UTC(2026, 10, 21, 16, 4, 5))).toBe('2026-11-21 16:04:05 UTC');
});
