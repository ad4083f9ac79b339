const PLAIN = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?)?$/;

/** Milliseconds since the epoch of an ISO timestamp; one without a zone (`2014-04-01 00:05:00`) is taken as UTC. Undefined when it is none. */
export function parseTimestamp(text: string): number | undefined {
  const plain = PLAIN.exec(text.trim());
  const atMs = plain === null ? Date.parse(text) : plainMs(plain);
  return Number.isFinite(atMs) ? atMs : undefined;
}

function plainMs([, year, month, day, hour = '0', minute = '0', second = '0']: RegExpExecArray): number {
  const inRange = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31 && Number(hour) <= 24 && Number(minute) < 60 && Number(second) < 61;
  return inRange ? Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)) + 1000 * Number(second) : Number.NaN;
}
