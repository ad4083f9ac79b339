import { useEffect, useState } from 'preact/hooks';
import { useWatched } from '../api/use-watched.ts';
import { watched } from '../api/watched.ts';
import { absolute, relative } from './time-words.ts';

/** Whether times are shown as they are on the clock; the key `t` changes it, and where there are no keys a button in the menu. */
export const showsClockTimes = watched(false);
export const turnClock = (): void => showsClockTimes.set(!showsClockTimes.get());

const now = watched(Date.now());
let ticking: ReturnType<typeof setInterval> | undefined;
let watching = 0;

/** The present moment, told every five seconds to whoever shows one; one timer for all. */
export const useNow = (): number => {
  useEffect(() => {
    watching += 1;
    now.set(Date.now());
    ticking ??= setInterval(() => now.set(Date.now()), 5000);
    return () => {
      watching -= 1;
      if (watching > 0) return;
      clearInterval(ticking);
      ticking = undefined;
    };
  }, []);
  return useWatched(now);
};

/** A moment: how long ago, with the clock's time on hover; the other way round after `t`. */
export const Time = ({ at }: { readonly at: number }) => {
  const present = useNow();
  const clock = useWatched(showsClockTimes);
  const [shown, other] = clock ? [absolute(at), relative(at, present)] : [relative(at, present), absolute(at)];
  return <time class="nowrap" dateTime={new Date(at).toISOString()} title={other}>{shown}</time>;
};

/** A countdown or an age in words, drawn again by itself: `since(ms)` is given the milliseconds since `at` (negative: still to come). */
export const Since = ({ at, words }: { readonly at: number; readonly words: (ms: number) => string }) => <>{words(useNow() - at)}</>;

/** What changes by itself once a moment has passed. */
export const usePassed = (at: number | undefined): boolean => {
  const [passed, setPassed] = useState(at !== undefined && at <= Date.now());
  useEffect(() => {
    if (at === undefined) return setPassed(false);
    const left = at - Date.now();
    setPassed(left <= 0);
    if (left <= 0) return undefined;
    // Longer than a browser's timer can wait (2^31 ms) is as good as never while a page is open.
    const timer = setTimeout(() => setPassed(true), Math.min(left, 2_000_000_000));
    return () => clearTimeout(timer);
  }, [at]);
  return passed;
};
