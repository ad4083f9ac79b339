import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { LiveEvent } from '../../../shared/domain/views/live-event.ts';
import { read } from './client.ts';
import type { ReadInput, ReadName, ReadOutput } from './commands.ts';
import { onLive } from './live.ts';
import type { Problem } from './problem.ts';
import { queryOf } from './query.ts';
import { session } from './session.ts';

/** What is known about an answer: while it is asked for again, and when asking again failed, the last value stays. */
export type Reading<Value> = {
  readonly value?: Value | undefined;
  readonly problem?: Problem | undefined;
  readonly isLoading: boolean;
  /** When the value was answered, milliseconds since 1970. */
  readonly readAt?: number | undefined;
  readonly retry: () => void;
};

const KEPT = 40;
const cache = new Map<string, { readonly value: unknown; readonly readAt: number }>();
session.watch(() => cache.clear());

const keep = (key: string, value: unknown, readAt: number): void => {
  cache.delete(key);
  cache.set(key, { value, readAt });
  const [oldest] = cache.keys();
  if (cache.size > KEPT && oldest !== undefined) cache.delete(oldest);
};

/** Several events at once are one reason to ask again. */
const GATHER_MS = 250;
/** Failed for want of an answer: ask again by itself after so long. */
const AGAIN_MS = 5000;

/**
 * Asks a reading row and keeps the answer fresh: again whenever a live event comes for which `changes` says yes (a new connection's `snapshot` always
 * counts), and by itself when no answer came. `undefined` as input asks nothing yet.
 */
export const useRead = <Name extends ReadName>(name: Name, input: ReadInput<Name> | undefined, changes: (event: LiveEvent) => boolean = () => false): Reading<ReadOutput<Name>> => {
  const key = input === undefined ? undefined : `${name}${queryOf(input)}`;
  const [, redraw] = useState(0);
  const state = useRef<{ key?: string | undefined; problem?: Problem | undefined; isLoading: boolean; value?: ReadOutput<Name> | undefined; readAt?: number | undefined }>({ isLoading: true });
  const latest = useRef({ input, changes });
  latest.current = { input, changes };
  if (state.current.key !== key) {
    const known = key === undefined ? undefined : cache.get(key);
    state.current = { key, isLoading: key !== undefined, value: known?.value as ReadOutput<Name> | undefined, readAt: known?.readAt };
  }

  const asking = useRef<AbortController | undefined>(undefined);
  /** Something has changed since the question that is on its way was asked. */
  const isOutrun = useRef(false);
  const fetchNow = useCallback(async () => {
    const { input: present } = latest.current;
    if (present === undefined || key === undefined) return;
    asking.current?.abort();
    const mine = new AbortController();
    asking.current = mine;
    isOutrun.current = false;
    state.current.isLoading = true;
    redraw((n) => n + 1);
    try {
      const result = await read(name, present, mine.signal);
      if (mine.signal.aborted || state.current.key !== key) return;
      if (result.ok) {
        const readAt = Date.now();
        keep(key, result.value, readAt);
        state.current = { key, value: result.value, readAt, isLoading: false };
      } else state.current = { ...state.current, problem: result.problem, isLoading: false };
      redraw((n) => n + 1);
      if (isOutrun.current) void fetchNow();
    } catch {
      // Aborted: another question has taken its place.
    }
  }, [key, name]);

  useEffect(() => {
    void fetchNow();
    let gathering: ReturnType<typeof setTimeout> | undefined;
    let isUrgent = false;
    const stop = onLive((event) => {
      if (event.type !== 'snapshot' && !latest.current.changes(event)) return;
      isUrgent ||= event.type === 'snapshot';
      gathering ??= setTimeout(() => {
        // A question on its way is not begun anew, or where events come faster than answers nothing would ever be shown. After a snapshot it is: it may have gone down a dead line.
        if (isUrgent || !state.current.isLoading) void fetchNow();
        else isOutrun.current = true;
        gathering = undefined;
        isUrgent = false;
      }, GATHER_MS);
    });
    const again = setInterval(() => {
      const { problem, isLoading } = state.current;
      if (!isLoading && problem && (problem.status === 0 || problem.status >= 500 || problem.status === 429)) void fetchNow();
    }, AGAIN_MS);
    return () => {
      stop();
      clearTimeout(gathering);
      clearInterval(again);
      asking.current?.abort();
    };
  }, [fetchNow]);

  const { value, problem, isLoading, readAt } = state.current;
  return { value, problem, isLoading, readAt, retry: () => void fetchNow() };
};
