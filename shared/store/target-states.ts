import type { Instant } from '../domain/instant.ts';
import type { Period } from '../domain/period.ts';
import { emptyTargetState, TargetState } from '../domain/target-state.ts';
import type { Change, Item, ItemStore, Key } from '../ports/item-store.ts';
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

/** How long a state that nobody can read is kept beside the one in its place: time to find out why. */
const ASIDE_MS = 30 * DAY_MS;

/** A state is there and cannot be read: damaged, or written by a version that knows more. */
export class UnreadableStateError extends Error {
  override name = 'UnreadableStateError';
  readonly code = 'PAWL-STATE-UNREADABLE';
  /** Of the item that could not be read. */
  readonly version: number;

  constructor(version: number, message: string, options: ErrorOptions) {
    super(message, options);
    this.version = version;
  }
}

/** Everything remembered of a target's telemetry, in one item with the cursor up to which it was read. */
export class TargetStates {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  /** Throws `UnreadableStateError`. */
  async get(targetId: string): Promise<{ state: TargetState; version: number } | undefined> {
    const key = keys.targetState(targetId);
    const item = await this.#store.get(key);
    return item && { state: stateIn(item), version: item.version };
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

  /**
   * Puts an empty state, which goes on from `cursor`, in the place of the one of this `version` that cannot be read, and that one aside for thirty
   * days. `false` when somebody else was first.
   */
  async startAnew(targetId: string, { version }: Pick<UnreadableStateError, 'version'>, cursor: string | undefined, now: Instant): Promise<boolean> {
    const [key, aside] = [keys.targetState(targetId), keys.unreadableState(targetId)];
    const [held, before] = [await this.#store.get(key), await this.#store.get(aside)];
    if (held?.version !== version) return false;
    const empty = { ...emptyTargetState(targetId), ...(cursor === undefined ? {} : { cursor }) };
    const written = await this.#store.write([
      { kind: 'put', key, body: packed(empty, formatOf(TargetState)), when: version },
      { kind: 'put', key: aside, body: held.body, when: before?.version ?? 'absent', expiresAt: now + ASIDE_MS },
    ]);
    return written.ok;
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
const stateIn = ({ key, body, version }: Item): TargetState => {
  try {
    const { value, format } = unpacked(body);
    return format === formatOf(TargetState) ? (value as unknown as TargetState) : parsed(TargetState, key, value);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UnreadableStateError(version, message.includes(key.pk) ? message : `Item ${key.pk}/${key.sk} is damaged: ${message}`, { cause: error });
  }
};

const periodChange = (period: Period, version: number | undefined): Change => ({
  kind: 'put', key: keys.period(period.targetId, period.startsAt), body: asBody(period), when: version ?? 'absent', expiresAt: period.startsAt + PERIODS_KEPT_MS,
});

const isSame = (one: Key, other: Key): boolean => one.pk === other.pk && one.sk === other.sk;
