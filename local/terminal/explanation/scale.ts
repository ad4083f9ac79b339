/** A step of 1, 2 or 5 times a power of ten that is at least `least`. */
const niceStep = (least: number): number => {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((factor) => factor * power >= least * 0.999) ?? 10) * power;
};

export type Scale = { readonly low: number; readonly high: number; readonly ticks: readonly number[] };

/** An axis that holds `least` to `most`, with about `wanted` round ticks; from zero where the values come near it. */
export const valueScale = (least: number, most: number, wanted: number): Scale => {
  const bottom = least > 0 && least < 0.6 * most ? 0 : least;
  const size = Math.max(Math.abs(most), Math.abs(bottom));
  const span = Math.max(most - bottom, size * 1e-6, size === 0 ? 1 : 1e-9);
  const step = niceStep(span / wanted);
  const low = Math.floor(bottom / step) * step;
  const high = Math.max(low + step, Math.ceil(most / step - 1e-9) * step);
  const count = Math.round((high - low) / step);
  return { low, high, ticks: Array.from({ length: count + 1 }, (_, index) => Number((low + index * step).toPrecision(12))) };
};
