import type { OpenTrace } from '../../../domain/open-stream.ts';
import type { TargetState } from '../../../domain/target-state.ts';
import { textKey } from '../text-key.ts';

const MOST_KEPT = 64;
const MOST_TRACES_KEPT = 8;
/** Lambda's longest invocation. */
const LONGEST_REQUEST_MS = 900_000;
/** A stack is written in one go: what comes later is something else. */
const LONGEST_PAUSE_MS = 2_000;

/** One log stream while a page is folded: version and environment read off its name, `2026/11/21/[3]4f0c…`, and what is under way in it. */
export type LogStream = {
  readonly version: string;
  readonly environment: string;
  at: number;
  requestId?: string | undefined;
  trace?: OpenTrace | undefined;
};

export type LogStreams = {
  of(name: string): LogStream;
  /** The request that the stream is in the middle of at a moment, where its START line was seen. */
  requestIn(stream: LogStream, at: number): string | undefined;
  open(stream: LogStream, trace: OpenTrace): void;
  /** Takes the open trace out of the stream. */
  close(stream: LogStream): OpenTrace | undefined;
  /** Streams whose open trace can get no more lines at a moment. */
  overdue(at: number): LogStream[];
  /** Puts what is still under way back into the state; the traces that found no room there are given back, to be closed. */
  keep(): LogStream[];
};

/** Keys and labels have no control characters in them, so this parts them. */
const PART = '\t';

const keyOf = ({ version, environment }: LogStream): string => `${version}${PART}${environment}`;

/** The streams of a target's log, as far as something is under way in them. */
export const logStreams = (state: TargetState): LogStreams => {
  const streams = new Map<string, LogStream>();
  const tracing = new Set<LogStream>();
  const stored = new Map(Object.entries(state.openStreams));
  for (const [key, { trace, ...rest }] of stored) {
    if (trace === undefined) continue;
    const [version, environment] = splitKey(key);
    tracing.add(revive(version, environment, { ...rest, trace }));
    stored.delete(key);
  }
  const revived = new Map([...tracing].map((stream) => [keyOf(stream), stream]));

  return {
    of(name) {
      const known = streams.get(name);
      if (known !== undefined) return known;
      const parts = /\[([^\]]{1,60})\](.{1,60})$/.exec(name.slice(-160));
      const fresh: LogStream = { version: textKey(parts?.[1] ?? 'unknown', 60), environment: textKey(parts?.[2] ?? name, 60), at: 0 };
      const key = keyOf(fresh);
      const stream = revived.get(key) ?? Object.assign(fresh, stored.get(key));
      stored.delete(key);
      streams.set(name, stream);
      return stream;
    },
    requestIn: ({ requestId, at: since }, at) => (requestId !== undefined && Math.abs(at - since) <= LONGEST_REQUEST_MS ? requestId : undefined),
    open(stream, trace) {
      stream.trace = trace;
      tracing.add(stream);
    },
    close(stream) {
      const { trace } = stream;
      stream.trace = undefined;
      tracing.delete(stream);
      return trace;
    },
    overdue: (at) => (tracing.size === 0 ? [] : [...tracing].filter(({ trace }) => trace !== undefined && at - trace.until > LONGEST_PAUSE_MS)),
    keep() {
      const surplus = [...tracing].slice(0, Math.max(0, tracing.size - MOST_TRACES_KEPT));
      const touched = new Set([...revived.values(), ...streams.values()]);
      const entries = [...stored, ...[...touched].filter((stream) => stream.requestId !== undefined || stream.trace !== undefined).map((stream) => [keyOf(stream), openPart(stream, surplus)] as const)];
      const latest = entries.reduce((max, [, { at }]) => Math.max(max, at), 0);
      state.openStreams = Object.fromEntries(entries.filter(([, { at }]) => latest - at <= LONGEST_REQUEST_MS).sort(([, a], [, b]) => a.at - b.at).slice(-MOST_KEPT));
      return surplus;
    },
  };
};

const splitKey = (key: string): [string, string] => {
  const part = key.indexOf(PART);
  return [key.slice(0, part), key.slice(part + 1)];
};

const revive = (version: string, environment: string, { at, requestId, trace }: Omit<LogStream, 'version' | 'environment'>): LogStream => ({ version, environment, at, requestId, trace });

const openPart = ({ at, requestId, trace }: LogStream, surplus: readonly LogStream[]) => {
  const kept = surplus.some((other) => other.trace === trace) ? undefined : trace;
  return { at, ...(requestId === undefined ? {} : { requestId }), ...(kept === undefined ? {} : { trace: kept }) };
};
