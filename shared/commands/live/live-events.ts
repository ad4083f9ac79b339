import type { Caller } from '../../domain/caller.ts';
import type { LiveEvent } from '../../domain/views/live-event.ts';
import { sightOf } from '../../rules/access/sight.ts';
import { changesBetween, type LiveChange } from './changes-between.ts';
import { EventQueue } from './event-queue.ts';
import { NOTHING_YET, readSnapshot, type LiveDependencies, type LiveSnapshot } from './live-snapshot.ts';
import { heardBy, hears, seenOf } from './seen-of.ts';

export type ListenOptions = {
  /** The id of the last event that was heard: what came since is told, as far as it is remembered; otherwise the present is. */
  readonly after?: string | undefined;
  /** Ends the listening. */
  readonly signal?: AbortSignal | undefined;
};

/** What happens, told to whoever listens. */
export type LiveEvents = {
  /** Events that the caller may see, beginning with a `snapshot`. Ends with the signal, with `close`, and for whoever does not keep up. */
  listen(caller: Caller, options?: ListenOptions): AsyncIterable<LiveEvent>;
  /** Tells whenever something turns out to be different, before anybody hears of it: what was read before is old. */
  whenChanged(tell: () => void): void;
  /** Ends all listening. */
  close(): void;
};

export type LiveOptions = {
  readonly everyMs?: number;
  /** How many events are remembered for those who come back. */
  readonly remembered?: number;
  /** Told when a look fails; it is repeated. */
  readonly onFailure?: (error: unknown) => void;
};

/** Between two looks that lie further apart, things may have come and gone unseen: nobody is told that nothing else happened. */
const FORGOTTEN_AFTER_MS = 60_000;

type Remembered = { readonly sequence: number; readonly at: number; readonly change: LiveChange };
type Listener = { readonly caller: Caller; readonly queue: EventQueue<LiveEvent> };

/**
 * One look at the store every moment, for all who listen, however many: what is different from the look before is an event. Nothing is read while
 * nobody listens. `epoch` names this process' stream: who comes back from another one begins with the present.
 */
export const liveEvents = (dependencies: LiveDependencies, epoch: string, { everyMs = 500, remembered = 1000, onFailure }: LiveOptions = {}): LiveEvents => {
  const { clock } = dependencies;
  const listeners = new Set<Listener>();
  const told = new Set<() => void>();
  let memory: Remembered[] = [];
  let sequence = 0;
  let snapshot: LiveSnapshot | undefined;
  let lookedAt = 0;
  let turn = Promise.resolve();
  let stop: AbortController | undefined;

  /** One look at a time: two at once would tell the same change twice. `then` runs before anything else can be told. */
  const look = (then: () => void = () => {}): Promise<void> => {
    const before = turn;
    const next = (async () => {
      await before;
      if (clock.now() - lookedAt > FORGOTTEN_AFTER_MS) forget();
      const known = snapshot;
      const now = await readSnapshot(dependencies, known ?? NOTHING_YET);
      snapshot = now;
      lookedAt = clock.now();
      const changes = known ? changesBetween(known, now) : [];
      if (changes.length > 0) for (const each of told) each();
      for (const change of changes) tell(change, now);
      then();
    })();
    turn = next.catch(() => {});
    return next;
  };
  const forget = (): void => {
    snapshot = undefined;
    memory = [];
    // So that nobody's last event counts as the newest.
    sequence++;
  };
  const tell = (change: LiveChange, now: LiveSnapshot): void => {
    const one: Remembered = { sequence: ++sequence, at: clock.now(), change };
    memory = [...memory.slice(1 - remembered), one];
    for (const { caller, queue } of listeners) if (hears(sightOf(caller), change, now.targets)) queue.push(eventOf(one, caller));
  };
  const eventOf = ({ sequence: number, at, change }: Remembered, caller: Caller): LiveEvent => {
    const { about: _, ...event } = heardBy(sightOf(caller), change);
    return { id: `${epoch}-${number}`, at, ...event };
  };

  const goOnLooking = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await clock.sleep(everyMs, signal);
      if (signal.aborted) return;
      await look().catch((error: unknown) => onFailure?.(error));
    }
  };
  const begin = (): void => {
    if (stop) return;
    stop = new AbortController();
    void goOnLooking(stop.signal);
  };
  const leave = (listener: Listener): void => {
    listener.queue.end();
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop?.abort();
    stop = undefined;
  };

  const present = (caller: Caller): LiveEvent => ({ id: `${epoch}-${sequence}`, at: clock.now(), type: 'snapshot', text: 'This is how things stand.', data: seenOf(sightOf(caller), snapshot ?? NOTHING_YET) });
  /** Undefined: too long ago, or another process told it. */
  const since = (caller: Caller, after: string | undefined): LiveEvent[] | undefined => {
    const [, told, number] = /^(.+)-(\d{1,15})$/.exec(after ?? '') ?? [];
    const last = Number(number);
    const oldest = memory[0]?.sequence ?? sequence + 1;
    if (told !== epoch || !snapshot || last > sequence || last < oldest - 1) return undefined;
    const { targets } = snapshot;
    return memory.filter((one) => one.sequence > last && hears(sightOf(caller), one.change, targets)).map((one) => eventOf(one, caller));
  };

  return {
    listen: (caller, { after, signal } = {}) => ({
      async *[Symbol.asyncIterator]() {
        const queue = new EventQueue<LiveEvent>(500);
        const listener: Listener = { caller, queue };
        const end = (): void => queue.end();
        signal?.addEventListener('abort', end, { once: true });
        listeners.add(listener);
        try {
          if (signal?.aborted === true) return;
          // Never older than this call, so that whoever acts and then listens sees what they did.
          await look(() => {
            // What was told while this look was waited for is in what it begins with.
            queue.clear();
            for (const event of since(caller, after) ?? [present(caller)]) queue.push(event);
          });
          begin();
          yield* queue;
        } finally {
          signal?.removeEventListener('abort', end);
          leave(listener);
        }
      },
    }),
    whenChanged: (tell) => void told.add(tell),
    close: () => {
      for (const { queue } of listeners) queue.end();
    },
  };
};
