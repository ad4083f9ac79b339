import * as z from 'zod';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ItemStore } from '../../shared/ports/item-store.ts';
import type { MetricMinutes, MinutesQuery } from '../../shared/ports/metric-minutes.ts';
import type { Spool } from '../../shared/ports/spool.ts';

const MINUTE_MS = 60_000;
/** CloudWatch has a minute of Lambda's whole about two minutes after it. */
const SETTLE_MS = 2 * MINUTE_MS;
/** What is fetched of a function that was never asked for. */
const FIRST_MINUTES = 5;
/** What is older is not made up for: throttling of hours ago starts nothing. */
const MOST_MINUTES = 60;

export type PollDependencies = { readonly minutes: MetricMinutes; readonly spool: Spool; readonly store: ItemStore; readonly clock: Clock };

const Mark = z.object({ until: z.number().int().nonnegative() });
const markKey = (functionName: string) => ({ pk: `function#${functionName}`, sk: 'metric-minutes' });

/**
 * What a log cannot tell, because no code ran: requests that Lambda turned away. Fetched with
 * each look, in one call for all functions that are looked at (at rest five minutes at once, for the price of one), and put into the spool
 * as events, so that they are read like everything else.
 * The mark moves after the events are kept: killed in between, the same events are put again, and counted once by their ids.
 */
export async function pollMinutes(functionNames: readonly string[], { minutes, spool, store, clock }: PollDependencies): Promise<{ throttles: number; apiCalls: number; asked: readonly string[]; unanswered: readonly string[] }> {
  const settled = Math.floor((clock.now() - SETTLE_MS) / MINUTE_MS) * MINUTE_MS;
  const due: { query: MinutesQuery; version: number | undefined }[] = [];
  for (const functionName of functionNames) {
    const item = await store.get(markKey(functionName));
    const until = Mark.safeParse(item?.body).data?.until ?? settled - FIRST_MINUTES * MINUTE_MS;
    const from = Math.max(until, settled - MOST_MINUTES * MINUTE_MS);
    if (settled > from) due.push({ query: { functionName, from, to: settled }, version: item?.version });
  }
  const { answers, apiCalls } = await minutes.read(due.map(({ query }) => query));
  let throttles = 0;
  const unanswered: string[] = [];
  for (const [index, { query, version }] of due.entries()) {
    const known = answers[index]?.minutes ?? [];
    const last = known.at(-1);
    if (last === undefined) {
      unanswered.push(query.functionName);
      continue;
    }
    const events = known.flatMap(({ at, throttles: count }) => (count > 0 ? [{ kind: 'throttle' as const, id: `throttle ${query.functionName} ${at}`, at, count }] : []));
    throttles += events.reduce((sum, { count }) => sum + count, 0);
    if (events.length > 0) await spool.put({ functionName: query.functionName, lines: [], events });
    // Somebody else polled at the same moment: theirs stands, and the events are the same.
    await store.write([{ kind: 'put', key: markKey(query.functionName), body: { until: last.at + MINUTE_MS }, when: version ?? 'absent' }]);
  }
  return { throttles, apiCalls, asked: due.map(({ query }) => query.functionName), unanswered };
}
