import type { Period } from '../domain/period.ts';
import { TargetState } from '../domain/target-state.ts';
import type { Change, ItemStore } from '../ports/item-store.ts';
import { asBody, readDocument, type Held } from './document.ts';
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

  async find(targetId: string): Promise<Held<TargetState> | undefined> {
    return readDocument(this.#store, keys.targetState(targetId), TargetState);
  }

  /**
   * State and completed periods in one write, if nobody wrote the state since `version` was read: a line is counted once.
   * Returns `false` when somebody did. More periods than one write takes are written before; repeating them changes nothing.
   */
  async save(state: TargetState, periods: readonly Period[], version: number | undefined): Promise<boolean> {
    const changes = await Promise.all(periods.map((period) => this.#periodChange(period)));
    for (let start = 0; start + MOST_CHANGES < changes.length; start += MOST_CHANGES) {
      if (!(await this.#store.write(changes.slice(start, start + MOST_CHANGES))).ok) return false;
    }
    const last = changes.length === 0 ? [] : changes.slice(Math.floor((changes.length - 1) / MOST_CHANGES) * MOST_CHANGES);
    const put: Change = { kind: 'put', key: keys.targetState(state.targetId), body: asBody(state), when: version ?? 'absent' };
    return (await this.#store.write([...last, put])).ok;
  }

  async #periodChange(period: Period): Promise<Change> {
    const key = keys.period(period.targetId, period.startsAt);
    const held = await this.#store.get(key);
    return { kind: 'put', key, body: asBody(period), when: held?.version ?? 'absent', expiresAt: period.startsAt + PERIODS_KEPT_MS };
  }
}
