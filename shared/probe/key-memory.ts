const REMEMBERED_MS = 60_000;
const MOST_KEYS = 2_000;

type Asked = { invocation: number; at: number; earlierAt: number | undefined };

/** Remembers what was asked for in the last minute, over the invocations of one environment. */
export class KeyMemory {
  readonly #asked = new Map<number, Asked>();

  /** Notes that `invocation` asks for `key` at `nowMs`; `true` when an earlier one asked for it within the last minute. */
  ask(key: number, invocation: number, nowMs: number): boolean {
    let asked = this.#asked.get(key);
    if (asked) {
      // Put back at the end, so that the first entry is always the one not asked for longest.
      this.#asked.delete(key);
      if (asked.invocation !== invocation) asked.earlierAt = asked.at;
      asked.invocation = invocation;
      asked.at = nowMs;
    } else {
      asked = { invocation, at: nowMs, earlierAt: undefined };
    }
    this.#asked.set(key, asked);
    if (this.#asked.size > MOST_KEYS) for (const oldest of this.#asked.keys()) {
      this.#asked.delete(oldest);
      break;
    }
    return asked.earlierAt !== undefined && nowMs - asked.earlierAt <= REMEMBERED_MS;
  }
}
