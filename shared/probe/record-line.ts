/** The reader looks at no more than 64 KB of a line; below that with room for what a log puts in front. */
const MOST_CHARACTERS = 60_000;
const CALLS_KEPT = 20;
const FRAMES_KEPT = 3;

type Call = { readonly stack: readonly string[]; readonly totalMs: number };

// Kept as it is now: what a service later puts in its place is not for the probe.
const { stringify } = JSON;

/** A record as one line of JSON that the reader takes whole: of one too long the stacks are shortened first, then the cheapest calls go. */
export function recordLine(record: object): string {
  const whole = stringify(record);
  if (whole.length <= MOST_CHARACTERS) return `${whole}\n`;
  const calls = 'calls' in record && Array.isArray(record.calls) ? (record.calls as Call[]) : [];
  const shorter = stringify({ ...record, calls: calls.map(withFewFrames) });
  if (shorter.length <= MOST_CHARACTERS) return `${shorter}\n`;
  // Spans point into the list of calls.
  return `${stringify({ ...record, spans: [], calls: calls.map(withFewFrames).toSorted((a, b) => b.totalMs - a.totalMs).slice(0, CALLS_KEPT) })}\n`;
}

const withFewFrames = (call: Call): Call => ({ ...call, stack: call.stack.slice(0, FRAMES_KEPT) });
