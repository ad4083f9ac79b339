import * as z from 'zod';
import type { LogLine } from '../../shared/domain/signal.ts';
import { parseTimestamp } from '../detect/timestamp.ts';
import { Moment } from './moment.ts';

/** More of a message is never looked at. */
const LONGEST_MESSAGE = 262_144;

/** Pawl's own rows, and what CloudWatch gives: `filter-log-events`, `get-log-events`, Logs Insights, subscription filters. */
const Row = z.looseObject({
  id: z.string().optional(),
  eventId: z.string().optional(),
  at: Moment.optional(),
  timestamp: Moment.optional(),
  '@timestamp': Moment.optional(),
  stream: z.string().optional(),
  logStreamName: z.string().optional(),
  logStream: z.string().optional(),
  '@logStream': z.string().optional(),
  message: z.string().optional(),
  '@message': z.string().optional(),
});

/** `fallback` names a row that has no id, and the stream of rows that have none. */
export type RowFallback = { readonly id: string; readonly stream: string };

/** One exported log event as a line, or why it is none. */
export const logRow = (value: unknown, fallback: RowFallback): LogLine | string => {
  const parsed = Row.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return issue === undefined ? 'is no log event' : `${issue.path.join('.')}: ${issue.message}`.replace(/^: /, '');
  }
  const row = parsed.data;
  const at = row.at ?? row.timestamp ?? row['@timestamp'];
  const message = row.message ?? row['@message'];
  if (at === undefined) return 'has no time (at or timestamp)';
  if (message === undefined) return 'has no message';
  return {
    id: row.id ?? row.eventId ?? fallback.id,
    at,
    stream: row.stream ?? row.logStreamName ?? row.logStream ?? row['@logStream'] ?? fallback.stream,
    message: message.slice(0, LONGEST_MESSAGE).replace(/\n$/, ''),
  };
};

const STAMPED = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)[ \t]/;
const STREAM = /^(\S*\[[^\]\s]{1,60}\]\S{1,60})[ \t]/;

/** One line of a text export: a time, perhaps a stream, the message. `undefined` where no time leads: it goes on with the message before. */
export const textRow = (text: string, fallback: RowFallback): LogLine | undefined => {
  const stamp = STAMPED.exec(text);
  const at = stamp?.[1] === undefined ? undefined : parseTimestamp(stamp[1]);
  if (stamp === null || at === undefined) return undefined;
  const rest = text.slice(stamp[0].length);
  const stream = STREAM.exec(rest);
  return { id: fallback.id, at, stream: stream?.[1] ?? fallback.stream, message: (stream === null ? rest : rest.slice(stream[0].length)).slice(0, LONGEST_MESSAGE) };
};
