import type { Estimate } from '../../../shared/domain/outcome.ts';

const LOCALE = 'en';
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });

/** Less than this is what is left over by arithmetic, not a measurement. */
const NOTHING = 1e-9;

/** At most three significant digits, whole numbers from a hundred up, with thousands set apart. */
export const number = (value: number): string => (Math.abs(value) < NOTHING ? '0' : Math.abs(value) >= 100 ? whole.format(value) : new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 }).format(value));

const short = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumSignificantDigits: 3 });

/** What is estimated, not counted: never more than three digits that say something: `127M`, `344K`. */
export const rough = (value: number): string => (Math.abs(value) >= 100_000 ? short.format(value) : number(value));

/** A share 0–1 as percent: `0.42 %`. */
export const percent = (share: number): string => `${number(share * 100)} %`;

/** Milliseconds, as seconds from ten thousand up: `182 ms`, `12.4 s`. */
export const milliseconds = (ms: number): string => (Math.abs(ms) >= 10_000 ? `${number(ms / 1000)} s` : `${number(ms)} ms`);

/** Micro-dollars as dollars: two digits after the point, more where it is less than a cent. */
export const microUsd = (micro: number): string => {
  const usd = micro / 1e6;
  return new Intl.NumberFormat(LOCALE, { style: 'currency', currency: 'USD', ...(usd !== 0 && Math.abs(usd) < 0.01 ? { maximumSignificantDigits: 2 } : {}) }).format(usd);
};

/** A length of time in its two largest units: `3 min 20 s`, `2 d 4 h`. */
export const duration = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts: readonly [number, string][] = [[Math.floor(seconds / 86_400), 'd'], [Math.floor(seconds / 3600) % 24, 'h'], [Math.floor(seconds / 60) % 60, 'min'], [seconds % 60, 's']];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first === -1) return '0 s';
  return parts.slice(first, first + 2).filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`).join(' ');
};

/** A number with its 95 % interval, each written by `as`: `31 % (28 % to 34 %)`. */
export const estimate = ({ value, low, high }: Estimate, as: (value: number) => string = number): string => `${as(value)} (${as(low)} to ${as(high)})`;

/** How much, and of what: `1 target`, `3 targets`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${number(count)} ${count === 1 ? one : many}`;
