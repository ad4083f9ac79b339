import { PutEventsCommand, type EventBridgeClient, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Clock } from '../../ports/clock.ts';
import { AwsError, awsCall, codeOfAwsError } from './aws-error.ts';

const MOST_ENTRIES = 10;
const MOST_BYTES = 256 * 1024;
const MOST_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 100;

export type EventEntry = { readonly source: string; readonly detailType: string; readonly detail: unknown; readonly at?: number };
export type PutEventsOptions = { readonly client: EventBridgeClient; readonly busName: string; readonly clock: Pick<Clock, 'sleep'> };

/**
 * Puts events on a bus, ten and 256 KB at a time, and puts those again that EventBridge took only the others of.
 * Throws `AwsError` when some did not get through after five attempts, and a `RangeError` when one alone is too large; those before may be on the bus.
 */
export const putEvents = async ({ client, busName, clock }: PutEventsOptions, events: readonly EventEntry[]): Promise<void> => {
  const send = async (entries: readonly PutEventsRequestEntry[]): Promise<void> => {
    let left = entries;
    let reason = '';
    let code = '';
    for (let attempt = 0; left.length > 0; attempt += 1) {
      if (attempt === MOST_ATTEMPTS) throw new AwsError(codeOfAwsError({ name: code }), `events:PutEvents on ${busName} did not take ${left.length} of ${entries.length} events: ${code} ${reason}`);
      if (attempt > 0) await clock.sleep(Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
      const answer = await awsCall('events:PutEvents', busName, () => client.send(new PutEventsCommand({ Entries: [...left] })));
      const failed = left.filter((_, index) => answer.Entries?.[index]?.ErrorCode !== undefined);
      ({ ErrorCode: code = '', ErrorMessage: reason = '' } = answer.Entries?.find(({ ErrorCode }) => ErrorCode !== undefined) ?? {});
      left = failed;
    }
  };
  for (const batch of batches(events.map((event) => entryOf(busName, event)))) await send(batch);
};

const entryOf = (busName: string, { source, detailType, detail, at }: EventEntry): PutEventsRequestEntry => ({
  EventBusName: busName,
  Source: source,
  DetailType: detailType,
  Detail: JSON.stringify(detail),
  ...(at === undefined ? {} : { Time: new Date(at) }),
});

/** As EventBridge counts an entry: 14 bytes for the time, and the bytes of source, type and detail. */
export const entryBytes = ({ Source = '', DetailType = '', Detail = '' }: PutEventsRequestEntry): number => 14 + Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);

const batches = (entries: readonly PutEventsRequestEntry[]): PutEventsRequestEntry[][] => {
  const all: PutEventsRequestEntry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const bytes = entryBytes(entry);
    if (bytes > MOST_BYTES) throw new RangeError(`An event "${entry.DetailType ?? ''}" of ${bytes} bytes does not fit on the bus, which takes ${MOST_BYTES}. Put what is large in the blob store.`);
    const last = all.at(-1);
    if (last === undefined || last.length === MOST_ENTRIES || bytes > room) {
      all.push([entry]);
      room = MOST_BYTES - bytes;
    } else {
      last.push(entry);
      room -= bytes;
    }
  }
  return all;
};
