import type { Period } from '../domain/period.ts';
import { TargetState } from '../domain/target-state.ts';
import type { Change, ItemStore } from '../ports/item-store.ts';
import { asBody, readDocument } from './document.ts';
import { keys } from './keys.ts';

const DAY_MS = 86_400_000;
/** Periods are kept for eight days: seven of baseline, and one to read them in. */
const PERIODS_KEPT_MS = 8 * DAY_MS;
const MOST_CHANGES = 90;

/** Everything remembered of a target's telemetry, in one item with the cursor up to which it was read. */
export class TargetStates {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  async get(targetId: string): Promise<{ state: TargetState; version: number } | undefined> {
    const held = await readDocument(this.#store, keys.targetState(targetId), TargetState);
    return held && { state: held.value, version: held.version };
  }

  /**
   * State and completed periods in one write, if nobody wrote the state since `version` was read: a line is counted once.
   * Returns the new version, or `undefined` when somebody else was first. At most 99 periods.
   */
  async save(state: TargetState, periods: readonly Period[], version: number | undefined): Promise<number | undefined> {
    const changes = await Promise.all(periods.map((period) => this.#periodChange(period)));
    const put: Change = { kind: 'put', key: keys.targetState(state.targetId), body: asBody(state), when: version ?? 'absent' };
    const written = await this.#store.write([...changes, put]);
    return written.ok ? (await this.#store.get(keys.targetState(state.targetId)))?.version : undefined;
  }

  /** Writes complete periods ahead of the state; writing one again changes nothing. */
  async put(periods: readonly Period[]): Promise<void> {
    for (let start = 0; start < periods.length; start += MOST_CHANGES) {
      await this.#store.write(await Promise.all(periods.slice(start, start + MOST_CHANGES).map((period) => this.#periodChange(period))));
    }
  }

  async #periodChange(period: Period): Promise<Change> {
    const key = keys.period(period.targetId, period.startsAt);
    const held = await this.#store.get(key);
    return { kind: 'put', key, body: asBody(period), when: held?.version ?? 'absent', expiresAt: period.startsAt + PERIODS_KEPT_MS };
  }
}
