import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { LogLine, TargetEvent } from '../../domain/signal.ts';

const SpooledBatch = z.object({ lines: z.array(LogLine), events: z.array(TargetEvent) });
/** What one object of the spool holds. */
export type SpooledBatch = Readonly<z.infer<typeof SpooledBatch>>;

/** CloudWatch Logs and EventBridge deliver at most a few megabytes at once; more is no batch but an attempt to fill the memory. */
const MOST_BYTES = 64 * 1024 * 1024;

/** As gzip JSON, with a name that follows from the content. */
export const packBatch = ({ lines, events }: { lines: readonly LogLine[]; events: readonly TargetEvent[] }): { bytes: Uint8Array; digest: string } => {
  const text = JSON.stringify({ lines, events });
  return { bytes: gzipSync(text), digest: createHash('sha256').update(text).digest('hex').slice(0, 24) };
};

/** `undefined` when the bytes are not what `packBatch` made. */
export const unpackBatch = (bytes: Uint8Array): SpooledBatch | undefined => {
  try {
    return SpooledBatch.parse(JSON.parse(gunzipSync(bytes, { maxOutputLength: MOST_BYTES }).toString('utf8')));
  } catch {
    return undefined;
  }
};
