import { Switch, type Flag } from '../domain/flag.ts';
import { PAWL_CHAIN } from '../domain/audit.ts';
import type { Flags } from '../ports/flags.ts';
import type { Change, Item, ItemStore } from '../ports/item-store.ts';
import { AuditLog, type AuditFacts } from './audit-log.ts';
import { asBody } from './document.ts';
import { keys } from './keys.ts';

/** The switches that were set through doors. Whoever sets one does so in the same write that tells of it. */
export class Switches {
  readonly #store: ItemStore;
  readonly #audit: AuditLog;

  constructor(store: ItemStore) {
    this.#store = store;
    this.#audit = new AuditLog(store);
  }

  async find(flag: Flag): Promise<Switch | undefined> {
    const held = await this.#store.get(keys.switch(flag));
    return held && readable(flag, held.body);
  }

  /** All that anybody ever set, by name. */
  async all(): Promise<Switch[]> {
    const all: Switch[] = [];
    for await (const { key, body } of this.#items()) all.push(readable(key.sk, body));
    return all;
  }

  /** The names of those that are off. One that cannot be read counts as off: somebody meant something by it, and whoever watches must go on. */
  async off(): Promise<ReadonlySet<string>> {
    const off = new Set<string>();
    for await (const { key, body } of this.#items()) if (!readable(key.sk, body).on) off.add(key.sk);
    return off;
  }

  async *#items(): AsyncGenerator<Item> {
    let after: string | undefined;
    do {
      const { items, next } = await this.#store.query({ pk: 'switches', limit: 1000, ...(after === undefined ? {} : { after }) });
      yield* items;
      after = next;
    } while (after !== undefined);
  }

  /** Who stopped everything, when and why; `undefined` while it is not stopped here. */
  async stopped(): Promise<Pick<Switch, 'by' | 'at' | 'reason'> | undefined> {
    const held = await this.find('everything');
    return held?.on === false ? { by: held.by, at: held.at, reason: held.reason } : undefined;
  }

  /** Sets one; `false` when it stands so already, whoever set it: his reason stays. */
  async set(wanted: Switch & { readonly flag: Flag }, told: Partial<Pick<AuditFacts, 'door' | 'kind' | 'requestId'>> = {}): Promise<boolean> {
    for (;;) {
      const held = await this.#store.get(keys.switch(wanted.flag));
      // One that cannot be read is off: switching it on mends it.
      if ((held === undefined || readable(wanted.flag, held.body).on) === wanted.on) return false;
      const { flag, on, by, at, reason } = wanted;
      const entering = await this.#audit.entering({ targetId: PAWL_CHAIN, at, who: by, what: on ? 'switched-on' : 'switched-off', component: flag, reason, ...told });
      const written = await this.#store.write([{ kind: 'put', key: keys.switch(flag), body: asBody(wanted), when: held?.version ?? 'absent' }, ...entering]);
      if (written.ok) return true;
    }
  }

  /** The changes by which another write happens only while nobody stopped everything; `undefined` when somebody did. */
  async notStopped(): Promise<Change[] | undefined> {
    const held = await this.#store.get(keys.switch('everything'));
    return held !== undefined && !readable('everything', held.body).on ? undefined : [{ kind: 'check', key: keys.switch('everything'), when: held?.version ?? 'absent' }];
  }
}

/** A switch that cannot be read is off, and says so. */
const readable = (flag: string, body: unknown): Switch => Switch.safeParse(body).data ?? { flag, on: false, by: 'unknown', at: 0, reason: 'This switch cannot be read: set it again.' };

/** Both kinds of switches together: what is off in either is off. */
export const flagsInForce = (switches: Pick<Switches, 'off'>, outside: Flags): Flags => ({
  isOn: async (flag) => {
    const off = await switches.off();
    return !off.has('everything') && !off.has(flag) && (await outside.isOn('everything')) && (await outside.isOn(flag));
  },
});

/** The first of these that is off; the kill switch before all of them. `flags`: absent where nothing can be switched. */
export const firstOff = async (flags: Flags | undefined, wanted: readonly Flag[]): Promise<Flag | undefined> => {
  if (flags === undefined) return undefined;
  for (const flag of ['everything', ...wanted] as const) if (!(await flags.isOn(flag))) return flag;
  return undefined;
};

/** One sentence when everything is stopped, in the store or outside; `undefined` while it is not. */
export const whyStopped = async ({ flags, switches }: { readonly flags?: Flags | undefined; readonly switches?: Pick<Switches, 'stopped'> | undefined }): Promise<string | undefined> => {
  if (flags === undefined || (await flags.isOn('everything'))) return undefined;
  const held = await switches?.stopped().catch(() => undefined);
  return held ? `${held.by} stopped everything: ${held.reason}` : 'Everything is switched off.';
};

/** Said wherever something waits for a switch. */
export const offSentence = (flag: Flag): string => (flag === 'everything' ? 'Everything is stopped (`pawl go-on` ends that).' : `The flag ${flag} is off.`);
