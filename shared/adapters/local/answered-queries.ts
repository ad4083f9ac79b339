import type { Item, Query } from '../../ports/item-store.ts';

export type QueryAnswer = { readonly items: readonly Item[]; readonly next?: string };

const MOST_ITEMS = 20_000;

/** What was answered since anything was written, by whoever: the same question has the same answer until then, or until something in it expires. */
export class AnsweredQueries {
  readonly #answers = new Map<string, QueryAnswer & { readonly until: number }>();
  #items = 0;
  #stamp: number | undefined;

  /** `stamp`: another one after every write of somebody else. One's own are told by `forget`. */
  find(question: Query, stamp: number, now: number): QueryAnswer | undefined {
    if (stamp !== this.#stamp) this.forget();
    this.#stamp = stamp;
    const known = this.#answers.get(nameOf(question));
    return known !== undefined && now < known.until ? known : undefined;
  }

  keep(question: Query, answer: QueryAnswer): void {
    this.#items += answer.items.length;
    if (this.#items > MOST_ITEMS) return;
    this.#answers.set(nameOf(question), { ...answer, until: answer.items.reduce((first, { expiresAt = Infinity }) => Math.min(first, expiresAt), Infinity) });
  }

  forget(): void {
    this.#answers.clear();
    this.#items = 0;
  }
}

const nameOf = ({ pk, prefix = '', after, limit, newestFirst = false }: Query): string => [pk, prefix, after === undefined ? '' : `after ${after}`, limit, newestFirst].join('\0');
