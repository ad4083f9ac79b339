import * as z from 'zod';
import type { Instant } from '../domain/instant.ts';
import type { Change, ItemStore } from '../ports/item-store.ts';
import { asBody, queryDocuments, readDocument } from './document.ts';
import { keys } from './keys.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const KEPT_MS = 90 * DAY_MS;
const PAGE = 500;
const MOST_CAUSES = 16;

const Amount = z.number().nonnegative();

/** What was consumed: amounts by kind (the units that it is billed in, and a few that are only counted), and what that cost, in whole micro-dollars. */
export const Spent = z.object({ counts: z.record(z.string(), Amount), microUsd: z.number().int().nonnegative() });
export type Spent = z.infer<typeof Spent>;

/** `causes`: what was counted last, so that nothing is counted again. */
const Hour = Spent.extend({ from: z.number().int(), tenantId: z.string().optional(), causes: z.array(z.string()).default([]) });
type Hour = z.infer<typeof Hour>;

/** The account of what is there for all targets together. */
export const SHARED = 'shared';

export type Spending = {
  /** A target, or `SHARED`. */
  readonly account: string;
  readonly tenantId?: string | undefined;
  readonly at: Instant;
  readonly counts: Readonly<Record<string, number | undefined>>;
  /** What an hour's amounts cost, in micro-dollars. Asked for the whole hour, so that a thousand small amounts are rounded once. */
  readonly price: (counts: Readonly<Record<string, number>>) => number;
};

/** What Pawl itself consumes, by target and hour, for ninety days. */
export class CostLedger {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  /** The change that another write makes together with its own: it counts exactly as often as that one happens. */
  async adding(spending: Spending): Promise<Change> {
    return (await this.#change(spending, undefined)).change;
  }

  /** Counts it in a write of its own. Of the same `cause` only the first counts, however often it is tried. */
  async add(spending: Spending, cause: string): Promise<void> {
    for (;;) {
      const { change, known } = await this.#change(spending, cause);
      if (known || (await this.#store.write([change])).ok) return;
    }
  }

  /** What an account consumed in the hours that lie in [`from`, `until`), wholly or in part. */
  async between(account: string, from: Instant, until: Instant): Promise<Spent> {
    return sumOf(await this.#hours(account, from, until));
  }

  /** The same by day (UTC), oldest first; days without anything are left out. */
  async daily(account: string, from: Instant, until: Instant): Promise<readonly (Spent & { readonly day: string })[]> {
    const byDay = Map.groupBy(await this.#hours(account, from, until), (hour) => new Date(hour.from).toISOString().slice(0, 10));
    return [...byDay].map(([day, hours]) => ({ day, ...sumOf(hours) }));
  }

  async #change({ account, tenantId, at, counts, price }: Spending, cause: string | undefined): Promise<{ change: Change; known: boolean }> {
    const key = keys.spending(account, hourOf(at));
    const held = await readDocument(this.#store, key, Hour);
    const { causes = [], counts: before = {} } = held?.value ?? {};
    const total = plus(before, counts);
    const hour: Hour = {
      from: Math.floor(at / HOUR_MS) * HOUR_MS, counts: total, microUsd: Math.round(price(total)),
      ...(tenantId === undefined ? {} : { tenantId }),
      causes: cause === undefined ? causes : [...causes, cause].slice(-MOST_CAUSES),
    };
    return { change: { kind: 'put', key, body: asBody(hour), when: held?.version ?? 'absent', expiresAt: hour.from + KEPT_MS }, known: cause !== undefined && causes.includes(cause) };
  }

  async #hours(account: string, from: Instant, until: Instant): Promise<Hour[]> {
    const found: Hour[] = [];
    // The hour before sorts last among those that are left out.
    let after = hourOf(Math.max(0, from - HOUR_MS));
    for (;;) {
      const page = await queryDocuments(this.#store, { pk: keys.spending(account, '').pk, after, limit: PAGE }, Hour);
      found.push(...page.filter((hour) => hour.from < until));
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE || last.from >= until) return found;
      after = hourOf(last.from);
    }
  }
}

/** Sorts like the time does: `2026-11-21T13`. */
const hourOf = (at: Instant): string => new Date(at).toISOString().slice(0, 13);

const plus = (one: Readonly<Record<string, number>>, other: Readonly<Record<string, number | undefined>>): Record<string, number> => {
  const sum = { ...one };
  for (const [kind, amount] of Object.entries(other)) if (amount !== undefined && amount > 0) sum[kind] = (sum[kind] ?? 0) + amount;
  return sum;
};

const sumOf = (spent: readonly Spent[]): Spent => spent.reduce<Spent>((sum, { counts, microUsd }) => ({ counts: plus(sum.counts, counts), microUsd: sum.microUsd + microUsd }), { counts: {}, microUsd: 0 });
