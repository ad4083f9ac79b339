import type { Json } from '../domain/json.ts';
import type { Period } from '../domain/period.ts';
import { TargetState } from '../domain/target-state.ts';
import type { Change, ItemStore, Key } from '../ports/item-store.ts';
import { asBody, parsed } from './document.ts';
import { keys } from './keys.ts';
import { formatOf } from './format-of.ts';
import { packed, unpacked } from './packed-body.ts';

const DAY_MS = 86_400_000;
/** Periods are kept for eight days: seven of baseline, and one to read them in. */
const PERIODS_KEPT_MS = 8 * DAY_MS;
const MOST_CHANGES = 90;

/** Changes that go with a state's write, which consists of `others` but for them. Asked for again when one was refused, so that they can be made on what stands there now. */
export type Also = (others: readonly Change[]) => Promise<readonly Change[]>;

/** Everything remembered of a target's telemetry, in one item with the cursor up to which it was read. */
export class TargetStates {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  async get(targetId: string): Promise<{ state: TargetState; version: number } | undefined> {
    const key = keys.targetState(targetId);
    const item = await this.#store.get(key);
    return item && { state: stateIn(key, item.body), version: item.version };
  }

  /**
   * State and completed periods in one write, if nobody wrote the state since `version` was read (`undefined`: it was not there): a line is
   * counted once. `false` when somebody else was first; nothing is written then. At most 95 periods. Throws when the state does not fit its
   * schema: what could not be read again is not written.
   */
  async save(state: TargetState, periods: readonly Period[], version: number | undefined, also: Also = async () => []): Promise<boolean> {
    const key = keys.targetState(state.targetId);
    const put: Change = { kind: 'put', key, body: packed(parsed(TargetState, key, state), formatOf(TargetState)), when: version ?? 'absent' };
    // The state comes first: of several refusals, its own is the one that counts.
    return this.#write([put], periods, also);
  }

  /** Writes complete periods ahead of the state; writing one again changes nothing. */
  async put(periods: readonly Period[]): Promise<void> {
    for (let start = 0; start < periods.length; start += MOST_CHANGES) await this.#write([], periods.slice(start, start + MOST_CHANGES), async () => []);
  }

  /** Periods are nearly always new: they are written as such, and looked up only when one is not. */
  async #write(first: readonly Change[], periods: readonly Period[], also: Also): Promise<boolean> {
    const versions = new Map<number, number>();
    for (;;) {
      const changes = [...first, ...periods.map((period) => periodChange(period, versions.get(period.startsAt)))];
      const written = await this.#store.write([...changes, ...(await also(changes))]);
      if (written.ok) return true;
      if (first.some(({ key }) => isSame(key, written.conflict))) return false;
      if (!periods.some((period) => isSame(keys.period(period.targetId, period.startsAt), written.conflict))) continue;
      versions.clear();
      for (const { targetId, startsAt } of periods) {
        const held = await this.#store.get(keys.period(targetId, startsAt));
        if (held) versions.set(startsAt, held.version);
      }
    }
  }
}

/** A state is checked where it is written, and read far more often: one that was written under this very schema is taken as it is. */
const stateIn = (key: Key, body: Json): TargetState => {
  const { value, format } = unpacked(body);
  return format === formatOf(TargetState) ? (value as unknown as TargetState) : parsed(TargetState, key, value);
};

const periodChange = (period: Period, version: number | undefined): Change => ({
  kind: 'put', key: keys.period(period.targetId, period.startsAt), body: asBody(period), when: version ?? 'absent', expiresAt: period.startsAt + PERIODS_KEPT_MS,
});

const isSame = (one: Key, other: Key): boolean => one.pk === other.pk && one.sk === other.sk;
