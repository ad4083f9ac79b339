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
