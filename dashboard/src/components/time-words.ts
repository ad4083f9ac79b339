const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago, or in how long: `just now`, `4 min ago`, `in 2 h`, `3 d ago`. */
export const relative = (at: number, now: number): string => {
  const ms = Math.abs(now - at);
  const [amount, unit] = ms < MINUTE_MS ? [Math.floor(ms / 1000), 's'] : ms < HOUR_MS ? [Math.floor(ms / MINUTE_MS), 'min'] : ms < 2 * DAY_MS ? [Math.floor(ms / HOUR_MS), 'h'] : [Math.floor(ms / DAY_MS), 'd'];
  if (unit === 's' && amount < 5) return 'just now';
  return at > now ? `in ${amount} ${unit}` : `${amount} ${unit} ago`;
};

/** Date and time with the zone, as the reader's system writes times: `2026-03-04, 05:06:07 UTC`. */
export const absolute = (at: number): string =>
  new Date(at).toLocaleString('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' });
