import { comparePlaces, type Place } from './spool-place.ts';

/** Keeps the `most` first of all that it is given, in order, each place once; so its memory does not grow with what is read. */
export class FirstPlaces<Entry extends { readonly place: Place }> {
  readonly #most: number;
  #entries: Entry[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(entries: readonly Entry[]): void {
    const last = this.#isFull() ? this.#entries.at(-1) : undefined;
    const candidates = last === undefined ? entries : entries.filter(({ place }) => comparePlaces(place, last.place) < 0);
    if (candidates.length === 0) return;
    const sorted = [...this.#entries, ...candidates].sort((a, b) => comparePlaces(a.place, b.place));
    this.#entries = sorted.filter(({ place }, index) => {
      const before = sorted[index - 1];
      return before === undefined || comparePlaces(before.place, place) !== 0;
    }).slice(0, this.#most);
  }

  /** Whether nothing that comes at or after `at` can displace anything. */
  isSettledBefore(at: number): boolean {
    const last = this.#entries.at(-1);
    return this.#isFull() && last !== undefined && last.place.at < at;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  #isFull(): boolean {
    return this.#entries.length >= this.#most;
  }
}
