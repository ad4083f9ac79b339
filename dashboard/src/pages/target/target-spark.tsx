import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { read } from '../../api/client.ts';
import type { LinePoint } from '../../charts/paths.ts';
import { Sparkline } from '../../charts/sparkline.tsx';
import { thin } from '../../charts/thin.ts';
import { milliseconds } from '../../components/numbers.ts';
import { inTurn } from './in-turn.ts';

const HOURS = 6;
const POINTS = 60;
/** A list shows many: they are asked for a few at a time, and again only after some minutes. */
const turn = inTurn(3);
const FRESH_MS = 3 * 60_000;
const known = new Map<string, { readonly at: number; readonly points: readonly LinePoint[] }>();

const wordsOf = (points: readonly LinePoint[]): string => {
  const values = points.map(([, value]) => value).filter((value) => value !== null);
  const last = values.at(-1);
  return last === undefined ? `p95 of ${HOURS} hours: no requests` : `p95 of ${HOURS} hours: between ${milliseconds(Math.min(...values))} and ${milliseconds(Math.max(...values))}, now ${milliseconds(last)}`;
};

/** p95 of the last hours as a small line; asked for when it comes into view. */
export const TargetSpark = ({ targetId, hasHealth }: { readonly targetId: string; readonly hasHealth: boolean }): JSX.Element => {
  const place = useRef<HTMLSpanElement>(null);
  const [points, setPoints] = useState(() => known.get(targetId)?.points);
  useEffect(() => {
    const kept = known.get(targetId);
    if (!hasHealth || !place.current || (kept && Date.now() - kept.at < FRESH_MS)) return undefined;
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const result = await turn(() => read('show-target', { targetId, hours: HOURS }, stop.signal), stop.signal);
        if (!result?.ok || stop.signal.aborted) return;
        const line = thin(result.value.series.points.map(([second, , , , p95]) => [second, p95]), POINTS);
        known.set(targetId, { at: Date.now(), points: line });
        setPoints(line);
      } catch {
        // Gone out of view meanwhile.
      }
    };
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      void ask();
    });
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      stop.abort();
    };
  }, [targetId, hasHealth]);
  return <span ref={place} class="target-spark">{points && points.length > 1 ? <Sparkline points={points} label={wordsOf(points)} /> : hasHealth ? '' : <span class="quiet small">no telemetry yet</span>}</span>;
};
