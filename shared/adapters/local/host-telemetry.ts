import type { LogLine, TargetEvent } from '../../domain/signal.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import type { HostClient } from './host-client.ts';

/** The host answers with at most so many records. */
const PAGE_LIMIT = 10_000;

/** The `Telemetry` port on the function host's log. A cursor is the number of the last record read. */
export function hostTelemetry(client: HostClient): Telemetry {
  return {
    async read(functionName, cursor, limit) {
      const after = parseCursor(cursor);
      const { records, next, completeUntil, caughtUp } = await client.log(functionName, after, Math.min(limit, PAGE_LIMIT));
      const lines: LogLine[] = [];
      const events: TargetEvent[] = [];
      for (const record of records) {
        if ('event' in record) events.push(record.event);
        else lines.push({ id: String(record.seq), at: record.at, stream: record.stream, message: record.message });
      }
      return { lines, events, next: String(next), completeUntil, caughtUp };
    },
  };
}

function parseCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,15}$/.test(cursor)) throw new Error(`${JSON.stringify(cursor)} is not a cursor of the function host's log.`);
  return Number(cursor);
}
