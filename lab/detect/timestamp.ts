const PLAIN = /^(\d{4})([-/])(\d{2})\2(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?)?$/;
const EPOCH = /^\d{9,19}(?:\.\d+)?$/;
const ZONED = /(?:Z|GMT|UTC|[ECMP][SD]T|[+-]\d\d:?\d\d)\)?$/i;

/**
 * Milliseconds since the epoch of an ISO timestamp, or of seconds, milli-, micro- or nanoseconds since the epoch; one without a zone
 * (`2014-04-01 00:05:00`) is taken as UTC, wherever this runs. Undefined when it is none.
 */
export function parseTimestamp(text: string): number | undefined {
  const trimmed = text.trim();
  const plain = PLAIN.exec(trimmed);
  const atMs = plain !== null ? plainMs(plain) : EPOCH.test(trimmed) ? epochMs(Number(trimmed)) : Date.parse(ZONED.test(trimmed) ? trimmed : `${trimmed} UTC`);
  return Number.isFinite(atMs) ? atMs : undefined;
}

/** Milliseconds from a count since the epoch in whatever unit gives a date between 1973 and 5138. */
export const epochMs = (count: number): number => (count < 1e11 ? count * 1000 : count < 1e14 ? count : count < 1e17 ? count / 1000 : count / 1e6);

function plainMs([, year, , month, day, hour = '0', minute = '0', second = '0']: RegExpExecArray): number {
  const inRange = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31 && Number(hour) <= 24 && Number(minute) < 60 && Number(second) < 61;
  return inRange ? Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)) + 1000 * Number(second) : Number.NaN;
}
