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

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIME_STEPS = [SECOND, 5 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY];

export type TimeTick = { readonly at: number; readonly text: string };

/** Round moments (UTC) between two, at most `most` of them, each as `14:05`, `14:05:30` or `21 Nov`, as the distance asks for. */
export const timeTicks = (from: number, to: number, most: number): TimeTick[] => {
  const step = TIME_STEPS.find((one) => (to - from) / one <= most) ?? 30 * DAY;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step).map((at) => ({ at, text: timeText(at, step) }));
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const timeText = (at: number, step: number): string => {
  const moment = new Date(at);
  if (step >= DAY) return `${moment.getUTCDate()} ${MONTHS[moment.getUTCMonth()] ?? ''}`;
  return moment.toISOString().slice(11, step < MINUTE ? 19 : 16);
};
