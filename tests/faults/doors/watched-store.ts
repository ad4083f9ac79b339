import type { DoorDependencies } from '../../../shared/commands/table/door-dependencies.ts';
import type { Change, Key, Query } from '../../../shared/ports/item-store.ts';
import { PAWL_CHAIN } from '../../../shared/domain/audit.ts';

export type WatchedStore = {
  /** Keys of everything that was written since, but for what tells that somebody tried. */
  readonly written: () => readonly string[];
  /** How often the store was asked for something since. */
  readonly reads: () => number;
  /** Subjects of what people were told since. */
  readonly told: () => readonly string[];
  readonly forget: () => void;
};

/** Stands in the audit log of what came to nothing, and before what is tried. */
const TRIED = new Set(['forbidden', 'not-found', 'off']);
/** The same of what was the caller's own to ask for. */
const ANYWHERE = new Set(['asked', 'refused']);

/** Written by whoever reads or tries first: when a token was used, keys of requests, ends of audit chains, that what is older was entered in an order. */
const BESIDE = new Set(['credentials#used', 'audit-heads', 'indexed']);

/** That somebody tried, and what is written beside: no more may come of an attempt. */
const onlyTells = ({ key: { pk }, ...change }: Change): boolean => {
  if (BESIDE.has(pk) || pk.startsWith('idempotency#') || pk.endsWith('#audit-marks')) return true;
  const { outcome = '', targetId } = (change.kind === 'put' ? change.body : {}) as { outcome?: string; targetId?: string };
  // What was not let through stands in no target's own log.
  return pk.endsWith('#audit') && (ANYWHERE.has(outcome) || (TRIED.has(outcome) && targetId === PAWL_CHAIN));
};

/** Notes every write that the store takes, whoever makes it, and every message to people. */
export const watchedStore = ({ store, notifier }: Pick<DoorDependencies, 'store' | 'notifier'>): WatchedStore => {
  let written: string[] = [];
  let told: string[] = [];
  let reads = 0;
  const [get, query, write] = [store.get.bind(store), store.query.bind(store), store.write.bind(store)];
  const send = notifier.send.bind(notifier);
  Object.assign(store, {
    get: (key: Key) => {
      reads += 1;
      return get(key);
    },
    query: (asked: Query) => {
      reads += 1;
      return query(asked);
    },
    write: async (changes: readonly Change[]) => {
      const result = await write(changes);
      if (result.ok) written.push(...changes.filter((change) => change.kind !== 'check' && !onlyTells(change)).map(({ kind, key: { pk, sk } }) => `${kind} ${pk} ${sk}`));
      return result;
    },
  });
  Object.assign(notifier, {
    send: async (notice: Parameters<typeof send>[0]) => {
      told.push(notice.subject);
      await send(notice);
    },
  });
  return {
    written: () => written,
    reads: () => reads,
    told: () => told,
    forget: () => {
      reads = 0;
      written = [];
      told = [];
    },
  };
};
