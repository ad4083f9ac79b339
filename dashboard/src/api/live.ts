import type { LiveEvent } from '../../../shared/domain/views/live-event.ts';
import { send } from './client.ts';
import { eventReader } from './event-stream.ts';
import { pauseBefore } from './pause-before.ts';
import { session } from './session.ts';
import { watched } from './watched.ts';

export type Connection = { readonly state: 'off' | 'connecting' | 'live' | 'lost'; readonly since: number; readonly retryAt?: number | undefined };

/** Whether the page hears of changes as they happen. */
export const connection = watched<Connection>({ state: 'off', since: Date.now() });

type Listener = (event: LiveEvent) => void;
const listeners = new Set<Listener>();

/** Calls back for every live event (also for the `snapshot` that every new connection begins with); returns how to stop. */
export const onLive = (listener: Listener): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Has everything on the page asked for anew: something was done here, and shows also where no live event tells of it. */
export const askAllAnew = (): void => {
  for (const listener of listeners) listener({ id: '', at: Date.now(), type: 'snapshot', text: '', data: undefined });
};

/** Nothing for so long, not even a heartbeat: the line is dead although nobody said so. */
const SILENCE_MS = 45_000;
/** So long is enough when somebody has just come back to the page: the machine may have slept, and what is seen would be taken for the present. */
const SILENCE_WHILE_AWAY_MS = 20_000;
/** A stream that lasted so long did not end for want of anything. */
const LASTING_MS = 10_000;

const tell = (text: string): void => {
  let event: LiveEvent;
  try {
    event = JSON.parse(text) as LiveEvent;
  } catch {
    return;
  }
  for (const listener of listeners) listener(event);
};

const wait = (ms: number, signal: AbortSignal, until: EventTarget): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const now = (): void => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', now, { once: true });
    until.addEventListener('now', now, { once: true });
  });

const impatience = new EventTarget();
/** Tries again at once instead of waiting for the next turn. */
export const reconnectNow = (): void => {
  impatience.dispatchEvent(new Event('now'));
};

/** Listens until the stream ends. `ended`: the other side closed it as it should, to be asked again; `lost`: it broke, or never began. */
const listen = async (lastId: string | undefined, signal: AbortSignal, heard: (id: string | undefined) => void): Promise<'ended' | 'lost'> => {
  const quiet = new AbortController();
  const either = AbortSignal.any([signal, quiet.signal]);
  let heardAt = Date.now();
  // By the clock on the wall: a timer of so many seconds stands still while the machine sleeps.
  const unlessHeardFor = (ms: number): void => {
    if (Date.now() - heardAt > ms) quiet.abort();
  };
  const timer = setInterval(() => unlessHeardFor(SILENCE_MS), 5000);
  const looked = (): void => {
    if (document.visibilityState === 'visible') unlessHeardFor(SILENCE_WHILE_AWAY_MS);
  };
  document.addEventListener('visibilitychange', looked);
  try {
    const response = await send('./v1/events', { signal: either, headers: { accept: 'text/event-stream', ...(lastId ? { 'last-event-id': lastId } : {}) } });
    if (!response?.ok || response.body === null) return 'lost';
    connection.set({ state: 'live', since: Date.now() });
    const read = eventReader();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return 'ended';
      heardAt = Date.now();
      for (const { id, data } of read(value)) {
        heard(id);
        tell(data);
      }
    }
  } catch {
    return 'lost';
  } finally {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', looked);
  }
};

const run = async (signal: AbortSignal): Promise<void> => {
  let lastId: string | undefined;
  let attempt = 0;
  connection.set({ state: 'connecting', since: Date.now() });
  while (!signal.aborted) {
    const beganAt = Date.now();
    const how = await listen(lastId, signal, (id) => {
      lastId = id ?? lastId;
      attempt = 0;
    });
    if (signal.aborted || session.get().token === undefined) break;
    // Streams of a function end after some minutes: asked again at once, nobody notices.
    if (how === 'ended' && Date.now() - beganAt > LASTING_MS) continue;
    const pauseMs = pauseBefore(attempt, Math.random());
    attempt += 1;
    const { state, since } = connection.get();
    connection.set({ state: 'lost', since: state === 'lost' ? since : Date.now(), retryAt: Date.now() + pauseMs });
    await wait(pauseMs, signal, impatience);
  }
  connection.set({ state: 'off', since: Date.now() });
};

/** Listens for as long as somebody is signed in, and comes back by itself when the line is cut. Returns how to stop. */
export const startLive = (): (() => void) => {
  let stop = new AbortController();
  const begin = (): void => {
    stop.abort();
    stop = new AbortController();
    if (session.get().token !== undefined) void run(stop.signal);
  };
  const back = (): void => {
    if (document.visibilityState === 'visible') reconnectNow();
  };
  begin();
  const unwatch = session.watch(begin);
  addEventListener('online', reconnectNow);
  document.addEventListener('visibilitychange', back);
  return () => {
    unwatch();
    stop.abort();
    removeEventListener('online', reconnectNow);
    document.removeEventListener('visibilitychange', back);
  };
};
