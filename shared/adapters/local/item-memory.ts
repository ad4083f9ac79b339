import { frozen } from '../../domain/frozen.ts';
import type { Item, Key } from '../../ports/item-store.ts';

type Kept = { readonly item: Item; readonly characters: number };

/**
 * Items as they were parsed, so that what has not changed since is not parsed again: whoever asks says which version is stored now. At most so many
 * characters of bodies; what was not asked for longest goes first. What is kept is frozen: everybody gets the same.
 */
export class ItemMemory {
  readonly #most: number;
  readonly #kept = new Map<string, Kept>();
  #characters = 0;

  constructor(mostCharacters: number) {
    this.#most = mostCharacters;
  }

  find(key: Key, version: number): Item | undefined {
    const id = idOf(key);
    const known = this.#kept.get(id);
    if (known === undefined || known.item.version !== version) return undefined;
    this.#kept.delete(id);
    this.#kept.set(id, known);
    return known.item;
  }

  keep(item: Item, characters: number): void {
    const id = idOf(item.key);
    this.#forget(id);
    if (characters > this.#most / 10) return;
    this.#kept.set(id, { item: frozen(item), characters });
    this.#characters += characters;
    for (const oldest of this.#kept.keys()) {
      if (this.#characters <= this.#most) return;
      this.#forget(oldest);
    }
  }

  #forget(id: string): void {
    this.#characters -= this.#kept.get(id)?.characters ?? 0;
    this.#kept.delete(id);
  }
}

const idOf = ({ pk, sk }: Key): string => `${pk}\0${sk}`;
