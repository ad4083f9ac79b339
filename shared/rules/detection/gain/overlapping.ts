import type { VersionSlice, WaitTally } from '../../../domain/version-slice.ts';
import { addTally } from '../tally.ts';
import type { GainModel } from './estimated-gain.ts';
import { gainOfSaving } from './gain-of-saving.ts';

/** Requests that wait for the same calls one after another, `waitUs` in the order of the calls. */
export type Chain = { readonly ids: readonly string[] } & Omit<WaitTally, 'longestUs'> & { readonly longestUs: number };

/** Which reads of an order are worth overlapping, as rows of those between two writes: the call's id and its place in `waitUs`. */
export type RowsOf = (wait: WaitTally & { readonly order: string }) => readonly (readonly { readonly id: string; readonly place: number }[])[];

/** The rows of two or more, of all orders; requests with the same row added up. */
export const chainsOf = (waits: VersionSlice['waits'], rowsOf: RowsOf): Chain[] => {
  const chains = new Map<string, Chain>();
  for (const [order, wait] of Object.entries(waits)) {
    const rows = rowsOf({ ...wait, order });
    const most = Math.max(0, ...rows.flat().map(({ place }) => wait.waitUs[place] ?? 0));
    for (const row of rows.filter((one) => one.length >= 2)) {
      const ids = row.map(({ id }) => id);
      const before = chains.get(ids.join('>')) ?? { ids, waitUs: row.map(() => 0), longestUs: 0, requests: 0, requestUs: 0, requestMs: {} };
      const waitUs = row.map(({ place }) => wait.waitUs[place] ?? 0);
      addTally(before.requestMs, wait.requestMs);
      chains.set(ids.join('>'), {
        ...before,
        waitUs: before.waitUs.map((us, index) => us + (waitUs[index] ?? 0)),
        longestUs: before.longestUs + longestOf(waitUs, most, wait.longestUs),
        requests: before.requests + wait.requests,
        requestUs: before.requestUs + wait.requestUs,
      });
    }
  }
  return [...chains.values()];
};

/** What remains of a row: of each request the read that lasts longest, which is more than the longest on average. Known of the row that has it. */
const longestOf = (waitUs: readonly number[], most: number, longestUs: number | undefined): number => {
  const longest = Math.max(...waitUs);
  return longest < most ? longest : Math.min(waitUs.reduce((sum, us) => sum + us, 0), Math.max(longest, longestUs ?? 0));
};

/** Milliseconds that a request of the chain is spared when all of its waits begin at once: their sum but for the longest. */
export const savableMs = (chain: Chain): number => (chain.waitUs.reduce((sum, us) => sum + us, 0) - chain.longestUs) / 1000 / Math.max(1, chain.requests);

/** What overlapping the calls of one chain would save. */
export const gainOfOverlapping = (ids: readonly string[], rowsOf: RowsOf): GainModel => (total) => {
  const chain = chainsOf(total.waits, rowsOf).find((one) => one.ids.join('>') === ids.join('>'));
  return chain === undefined ? undefined : { percent: gainOfSaving(total, chain, savableMs(chain)) };
};
