import type { Clock } from '../../ports/clock.ts';
import type { Spool } from '../../ports/spool.ts';
import { codeOfAwsError, type AwsErrorCode } from './aws-error.ts';
import { packBatch } from './spool-batch.ts';
import { spoolKey } from './spool-key.ts';
import type { SpoolObjects } from './spool-objects.ts';
import { SPOOL_TIMING, type SpoolTiming } from './spool-timing.ts';

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 200;
/** Trying again does not help. */
const FINAL: ReadonlySet<AwsErrorCode> = new Set(['PAWL-AWS-DENIED', 'PAWL-AWS-NOT-FOUND', 'PAWL-AWS-INVALID']);

export type SpoolWriterOptions = { readonly objects: SpoolObjects; readonly clock: Clock; readonly timing?: Pick<SpoolTiming, 'visibilityMs'> };

/**
 * Puts each batch into one object whose key tells when it arrived. The reader passes a key's time `visibilityMs` later, so a put that
 * took more than 60 % of that counts as failed and is made again under the time that it is then. The attempt's number is in the name,
 * since the earlier object may lie where the reader has been; where both are read, lines that came in time have one place and count once.
 * Throws `AwsError` when nothing could be put.
 */
export const spoolWriter = ({ objects, clock, timing = SPOOL_TIMING }: SpoolWriterOptions): Spool => ({
  async put({ functionName, lines, events }) {
    if (lines.length === 0 && events.length === 0) return;
    const { bytes, digest } = packBatch({ lines, events });
    const longestMs = timing.visibilityMs * 0.6;
    let failure: unknown;
    let isKept = false;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (attempt > 0) await clock.sleep(FIRST_PAUSE_MS * 2 ** attempt);
      const arrivedAt = clock.now();
      try {
        await objects.put(spoolKey(functionName, { arrivedAt, batch: `${digest}-${attempt}` }), bytes, AbortSignal.timeout(longestMs));
        if (clock.now() - arrivedAt <= longestMs) return;
        isKept = true;
      } catch (error) {
        if (FINAL.has(codeOfAwsError(error))) throw error;
        failure = error;
      }
    }
    // Kept, if slowly: most likely in time, and a second delivery would be taken for one.
    if (!isKept) throw failure;
  },
});
