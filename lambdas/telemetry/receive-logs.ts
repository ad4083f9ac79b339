import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { CodedError } from '../../shared/platform/coded-error.ts';
import type { Spool } from '../../shared/ports/spool.ts';
import { functionOfBatch, linesOfBatch, LogBatch } from './log-batch.ts';

/** A CloudWatch Logs subscription's call: base64 of gzip of JSON. */
export const ReceiveLogsInput = z.object({ awslogs: z.object({ data: z.string() }) });
export type ReceiveLogsInput = z.infer<typeof ReceiveLogsInput>;

/** A call carries less than a megabyte; text that repeats itself may be a thousand times that when unpacked. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Puts what a function logged into the spool, every line of it: sampling and the sorting out of what came twice are the reader's and the
 * fold's. Throws `PAWL-LOGS-…` for what cannot be read, so that it is called again and lands in the dead-letter queue, not nowhere.
 */
export async function receiveLogs({ awslogs }: ReceiveLogsInput, { spool }: { readonly spool: Spool }): Promise<{ lines: number }> {
  const batch = unpack(awslogs.data);
  if (batch.messageType === 'CONTROL_MESSAGE') return { lines: 0 };
  const functionName = functionOfBatch(batch);
  if (functionName === undefined) {
    throw new CodedError('PAWL-LOGS-NO-FUNCTION', `Neither log group ${batch.logGroup} nor stream ${batch.logStream} names a function. Subscribe only log groups that Lambda functions write to.`);
  }
  const lines = linesOfBatch(batch);
  await spool.put({ functionName, lines, events: [] });
  return { lines: lines.length };
}

const unpack = (data: string): LogBatch => {
  try {
    return LogBatch.parse(JSON.parse(gunzipSync(Buffer.from(data, 'base64'), { maxOutputLength: MOST_BYTES }).toString('utf8')));
  } catch (cause) {
    throw new CodedError('PAWL-LOGS-UNREADABLE', 'What came is no batch of a CloudWatch Logs subscription. Look at it in the dead-letter queue; nothing else may call this function.', { cause });
  }
};
