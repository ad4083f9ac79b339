import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { LogLine } from '../../shared/domain/signal.ts';
import { textLine } from './text-line.ts';

/** What a CloudWatch Logs subscription sends, unpacked. A control message only asks whether anybody is there. */
export const LogBatch = z.discriminatedUnion('messageType', [
  z.object({ messageType: z.literal('CONTROL_MESSAGE') }),
  z.object({
    messageType: z.literal('DATA_MESSAGE'),
    logGroup: z.string(),
    logStream: z.string(),
    logEvents: z.array(z.object({ id: z.string(), timestamp: z.number().int().nonnegative(), message: z.string() })),
  }),
]);
export type LogBatch = z.infer<typeof LogBatch>;
export type DataBatch = Extract<LogBatch, { messageType: 'DATA_MESSAGE' }>;

/**
 * The function that logged: named by its own log group `/aws/lambda/<name>`; in a group that functions share, by its streams, which
 * Lambda calls `2026/11/21/<name>[<version>]<environment>` there. `undefined` when neither says it.
 * The group comes first: a function may make streams of any name in its own group, and must not speak for another one by that.
 */
export const functionOfBatch = ({ logGroup, logStream }: Pick<DataBatch, 'logGroup' | 'logStream'>): string | undefined =>
  /^\/aws\/lambda\/([\w-]{1,64})$/.exec(logGroup)?.[1] ?? /^\d{4}\/\d\d\/\d\d\/([\w-]{1,64})\[/.exec(logStream)?.[1];

/**
 * The lines of a batch. CloudWatch's ids ascend with the place in the stream, and the reader puts lines of one millisecond in their order.
 * Where they do not (an emulator's are random), the batch's content and the place in it make the ids: the same for a second delivery.
 */
export const linesOfBatch = ({ logStream, logEvents }: Pick<DataBatch, 'logStream' | 'logEvents'>): LogLine[] => {
  const ascend = logEvents.every(({ id }, index) => index === 0 || isAfter(id, logEvents[index - 1]?.id ?? ''));
  const batch = ascend ? '' : createHash('sha256').update(JSON.stringify([logStream, logEvents])).digest('hex').slice(0, 16);
  return logEvents.map(({ id, timestamp, message }, index) => ({
    id: ascend ? id : `${batch}-${String(index).padStart(6, '0')}`,
    at: timestamp,
    stream: logStream,
    message: textLine(message.endsWith('\n') ? message.slice(0, -1) : message),
  }));
};

const isAfter = (id: string, before: string): boolean => id.length === before.length && id > before;
