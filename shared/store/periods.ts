import type { Instant } from '../domain/instant.ts';
import { Period } from '../domain/period.ts';
import type { ItemStore } from '../ports/item-store.ts';
import { queryDocuments } from './document.ts';
import { keys } from './keys.ts';

const PAGE = 500;

/** Completed periods of each target, by start. Telemetry writes them, the tick reads them. */
export class Periods {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  /** The newest, oldest first. */
  async newest(targetId: string, limit: number): Promise<Period[]> {
    const periods = await queryDocuments(this.#store, { pk: `target#${targetId}#periods`, limit, newestFirst: true }, Period);
    return periods.reverse();
  }

  /** Periods that start in [`from`, `until`), oldest first. */
  async between(targetId: string, from: Instant, until: Instant): Promise<Period[]> {
    const periods: Period[] = [];
    let after = keys.period(targetId, Math.max(0, from - 1)).sk;
    for (;;) {
      const page = await queryDocuments(this.#store, { pk: `target#${targetId}#periods`, after, limit: PAGE }, Period);
      periods.push(...page.filter(({ startsAt }) => startsAt >= from && startsAt < until));
      const last = page.at(-1);
      if (!last || page.length < PAGE || last.startsAt >= until) return periods;
      after = keys.period(targetId, last.startsAt).sk;
    }
  }
}
