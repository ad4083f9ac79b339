import type { LogLine, TargetEvent } from '../../domain/signal.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Host } from '../../ports/host.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { FirstPlaces } from './first-places.ts';
import { readSpoolKey, spoolPrefix, spoolStart } from './spool-key.ts';
import type { SpoolObjects } from './spool-objects.ts';
import { comparePlaces, cursorOf, placeOf, placeOfCursor, type Place } from './spool-place.ts';
import { SpoolReader } from './spool-reader.ts';
import { SPOOL_TIMING, type SpoolTiming } from './spool-timing.ts';

const GETS_AT_ONCE = 8;

type Entry = { readonly place: Place } & ({ readonly line: LogLine } | { readonly event: TargetEvent });
type Arrival = { readonly key: string; readonly arrivedAt: number };

export type SpoolPagesOptions = {
  readonly objects: SpoolObjects;
  readonly clock: Clock;
  readonly notify: Host['notify'];
  readonly timing?: SpoolTiming;
};

/** S3 lists so many keys at once. */
const KEYS_A_LIST = 1000;

/**
 * The `Telemetry` port on the spool: records in the order of their places (see `placeOf`), up to `deliveryMs + visibilityMs` before now,
 * since earlier ones cannot appear any more. So a page is complete up to there, but for records that took longer than `deliveryMs` to
 * arrive: those come in a later page with their own, earlier time; folding counts them in the window and, when their period is
 * written already, as late in no period.
 *
 * A page holds at most `limit` records in memory whatever is waiting, since an object is needed only for places up to `deliveryMs`
 * before its arrival. Throws `AwsError`; nothing is read then, and the same cursor gives the same page later.
 */
export const spoolPages = ({ objects, clock, notify, timing = SPOOL_TIMING }: SpoolPagesOptions): Telemetry => {
  const reader = new SpoolReader(objects, notify);

  /** Objects that arrived from `from` to `until`, in the order of arrival; of one batch that was delivered twice only the first. */
  async function* arrivals(functionName: string, from: number, until: number, count: { keys: number }): AsyncGenerator<Arrival> {
    const lastSeen = new Map<string, number>();
    for await (const key of objects.keys(spoolPrefix(functionName), spoolStart(functionName, from - timing.duplicateMs))) {
      count.keys += 1;
      const named = readSpoolKey(key);
      if (named === undefined) continue;
      if (named.arrivedAt > until) return;
      const before = lastSeen.get(named.batch);
      lastSeen.set(named.batch, named.arrivedAt);
      const isAgain = before !== undefined && named.arrivedAt - before <= timing.duplicateMs;
      if (named.arrivedAt >= from && !isAgain) yield { key, arrivedAt: named.arrivedAt };
    }
  }

  const entriesOf = async ({ key, arrivedAt }: Arrival, after: Place, horizon: number, count: { gets: number }): Promise<Entry[]> => {
    if (!reader.holds(key)) count.gets += 1;
    const { lines, events } = await reader.batch(key);
    const all: Entry[] = [
      ...lines.map((line) => ({ place: placeOf(line, arrivedAt, timing.deliveryMs), line })),
      ...events.map((event) => ({ place: placeOf(event, arrivedAt, timing.deliveryMs), event })),
    ];
    return all.filter(({ place }) => place.at < horizon && comparePlaces(place, after) > 0);
  };

  return {
    async read(functionName, cursor, limit) {
      const after = placeOfCursor(cursor);
      const visibleUntil = clock.now() - timing.visibilityMs;
      const horizon = visibleUntil - timing.deliveryMs;
      // One more than fits, to know whether there is more.
      const first = new FirstPlaces<Entry>(limit + 1);
      const count = { keys: 0, gets: 0 };
      for await (const group of grouped(arrivals(functionName, after.at, visibleUntil, count), GETS_AT_ONCE)) {
        const next = group[0];
        if (next !== undefined && first.isSettledBefore(next.arrivedAt - timing.deliveryMs)) break;
        for (const entries of await Promise.all(group.map(async (arrival) => entriesOf(arrival, after, horizon, count)))) first.add(entries);
      }
      const page = first.entries.slice(0, limit);
      const caughtUp = first.entries.length <= limit;
      const last = page.at(-1)?.place ?? after;
      return {
        lines: page.flatMap((entry) => ('line' in entry ? [entry.line] : [])),
        events: page.flatMap((entry) => ('event' in entry ? [entry.event] : [])),
        next: cursorOf(last),
        completeUntil: caughtUp ? Math.max(0, horizon) : last.at,
        caughtUp,
        requests: { lists: Math.max(1, Math.ceil(count.keys / KEYS_A_LIST)), gets: count.gets },
      };
    },
  };
};

async function* grouped<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[]> {
  let group: Item[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
