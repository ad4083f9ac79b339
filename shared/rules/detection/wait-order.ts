/** One call on an invocation's timeline, in milliseconds since it began. */
export type TimelineSpan = { readonly id: string; readonly startMs: number; readonly endMs: number };

const MOST_STAGES = 6;
/** Timers are read a moment after the event: an overlap below this is none. */
const TOLERANCE_MS = 0.5;

/** Most spans in progress at one moment; 1 without spans. */
export const mostInFlight = (spans: readonly TimelineSpan[]): number => {
  if (areSequential(spans)) return 1;
  const sorted = spans.toSorted((a, b) => a.startMs - b.startMs);
  return sorted.reduce((most, span, index) => Math.max(most, sorted.slice(0, index + 1).filter(({ endMs }) => endMs > span.startMs + TOLERANCE_MS).length), 1);
};

/** For each id, the milliseconds in which its spans, and no other id's, were in progress. */
export const aloneMs = (spans: readonly TimelineSpan[]): Map<string, number> => {
  const alone = new Map<string, number>();
  if (areSequential(spans)) {
    for (const { id, startMs, endMs } of spans) alone.set(id, (alone.get(id) ?? 0) + endMs - startMs);
    return alone;
  }
  const edges = spans.flatMap(({ id, startMs, endMs }) => [{ id, at: startMs, by: 1 }, { id, at: endMs, by: -1 }]).sort((a, b) => a.at - b.at);
  const inProgress = new Map<string, number>();
  let before = 0;
  for (const { id, at, by } of edges) {
    const [only] = inProgress.keys();
    if (inProgress.size === 1 && only !== undefined) alone.set(only, (alone.get(only) ?? 0) + at - before);
    const count = (inProgress.get(id) ?? 0) + by;
    if (count === 0) inProgress.delete(id);
    else inProgress.set(id, count);
    before = at;
  }
  return alone;
};

/** The usual case, and a quick one: each begins after the one before has ended. */
const areSequential = (spans: readonly TimelineSpan[]): boolean => spans.every(({ startMs }, index) => index === 0 || startMs >= (spans[index - 1]?.endMs ?? 0));

/**
 * In which order an invocation waited: call ids joined by `>` where the next began after all before it had ended, by `|` where it
 * overlapped, with the wait of each. Only the six longest are told; `undefined` below two.
 */
export const waitOrder = (spans: readonly TimelineSpan[]): { key: string; waitsMs: number[] } | undefined => {
  const longest = spans.toSorted((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs)).slice(0, MOST_STAGES);
  const sorted = longest.toSorted((a, b) => a.startMs - b.startMs || (a.id < b.id ? -1 : 1));
  if (sorted.length < 2) return undefined;
  let key = '';
  let endMs = Number.NEGATIVE_INFINITY;
  for (const span of sorted) {
    if (key !== '') key += span.startMs >= endMs - TOLERANCE_MS ? '>' : '|';
    key += span.id;
    endMs = Math.max(endMs, span.endMs);
  }
  return { key, waitsMs: sorted.map((span) => span.endMs - span.startMs) };
};

/** Milliseconds of `[0, durationMs]` in which at least one span was in progress. `spans` in order of start. */
export const busyMs = (spans: readonly TimelineSpan[], durationMs: number): number => {
  let busy = 0;
  let until = 0;
  for (const { startMs, endMs } of spans) {
    const end = Math.min(endMs, durationMs);
    if (end <= until) continue;
    busy += end - Math.max(startMs, until);
    until = end;
  }
  return busy;
};
