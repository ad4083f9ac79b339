import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TargetDetail } from '../../../shared/domain/views/target-view.ts';
import { Button } from '../components/button.tsx';
import { milliseconds } from '../components/numbers.ts';
import { ChartFigure } from './chart-figure.tsx';
import { formatMoment } from './format-measure.ts';
import type { Range } from './health-model.ts';
import { healthColumns, moved, sayHealth, sayHealthAt, summarise, usualBand, zoomed } from './health-model.ts';
import type { HealthPlot } from './health-plot.ts';
import { Reading } from './reading.tsx';
import { nearestIndex } from './scale.ts';
import { onThemeChange } from './theme-change.ts';
import { useWidth } from './use-width.ts';

type Detail = Pick<TargetDetail, 'series' | 'moments'>;

/** Latency, failures and traffic of a target over hours or days; drag, the buttons, or + − 0 with the keyboard zoom. */
export const HealthChart = ({ series, moments }: Detail): JSX.Element => {
  const { ref, width } = useWidth<HTMLDivElement>();
  const columns = useMemo(() => healthColumns(series), [series]);
  const whole = useMemo((): Range => [columns.at[0] ?? 0, columns.at.at(-1) ?? 1], [columns]);
  const numbered = useMemo(() => moments.toSorted((one, other) => one.at - other.at).map((moment, index) => ({ ...moment, number: index + 1 })), [moments]);
  // With ten thousand points each of these takes milliseconds, and the cursor draws anew with every move.
  const sentence = useMemo(() => sayHealth(series, columns), [series, columns]);
  const usual = useMemo(() => usualBand(columns.p95Ms), [columns]);
  const [range, setRange] = useState<Range>();
  const [index, setIndex] = useState<number>();
  const [failed, setFailed] = useState(false);
  const plot = useRef<HealthPlot>(undefined);
  const latest = useRef({ columns, numbered, range });
  latest.current = { columns, numbered, range };

  useEffect(() => {
    let gone = false;
    let stop: (() => void) | undefined;
    void (async () => {
      try {
        const { drawHealth } = await import('./health-plot.ts');
        const place = ref.current;
        if (gone || !place) return;
        plot.current = drawHealth(place, { columns: latest.current.columns, moments: latest.current.numbered, onRange: setRange, onPoint: setIndex });
        stop = onThemeChange(() => plot.current?.restyle());
      } catch {
        setFailed(true);
      }
    })();
    return () => {
      gone = true;
      stop?.();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [ref]);
  useEffect(() => plot.current?.setWidth(width), [width]);
  useEffect(() => {
    // Newer numbers come while somebody looks: what is zoomed stays where it is.
    const { range: shown } = latest.current;
    const before = shown;
    plot.current?.setColumns(columns, numbered);
    if (before && before[1] < whole[1] && before[0] >= whole[0]) plot.current?.setRange(before);
    else setRange(undefined);
  }, [columns, numbered]);

  const shown = range ?? whole;
  const isWhole = shown[0] <= whole[0] && shown[1] >= whole[1];
  const least = series.stepSeconds * 10;
  const first = nearestIndex(columns.at, shown[0]);
  const last = nearestIndex(columns.at, shown[1]);
  const stops = useMemo(() => columns.at.slice(Math.max(0, first), last + 1), [columns, first, last]);
  const go = (next: Range): void => plot.current?.setRange(next);
  const zoom = (factor: number): void => go(zoomed(shown, factor, (index === undefined ? undefined : columns.at[index]) ?? (shown[0] + shown[1]) / 2, whole, least));
  const read = (at: number | undefined): void => {
    setIndex(at === undefined ? undefined : first + at);
    plot.current?.point(at === undefined ? undefined : first + at);
  };
  const keys: Readonly<Record<string, () => void>> = { '+': () => zoom(0.5), '=': () => zoom(0.5), '-': () => zoom(2), '0': () => go(whole) };

  return (
    <ChartFigure
      title="Health over time" sentence={sentence} table={() => summarise(series)}
      legend={[{ className: 'candidate', shape: 'line', text: 'p95' }, { className: 'stable', shape: 'dashed', text: 'p50' }, ...(usual ? [{ className: 'expected', shape: 'area', text: `p95 in nine of ten periods: ${milliseconds(usual[0])} to ${milliseconds(usual[1])}` } as const] : []), { className: 'outside', shape: 'line', text: 'failed requests' }, { className: 'stable', shape: 'line', text: 'requests a minute' }]}
    >
      <div class="row chart-tools" role="group" aria-label="Zoom">
        <Button isSmall onClick={() => zoom(0.5)} aria-label="Zoom in">+</Button>
        <Button isSmall onClick={() => zoom(2)} disabled={isWhole} aria-label="Zoom out">−</Button>
        <Button isSmall onClick={() => go(moved(shown, -0.5, whole))} disabled={shown[0] <= whole[0]} aria-label="Earlier">◀</Button>
        <Button isSmall onClick={() => go(moved(shown, 0.5, whole))} disabled={shown[1] >= whole[1]} aria-label="Later">▶</Button>
        <Button isSmall onClick={() => go(whole)} disabled={isWhole}>All of it</Button>
        <span class="quiet small number">{formatMoment(shown[0] * 1000)} to {formatMoment(shown[1] * 1000)}</span>
      </div>
      <div onKeyDown={(event) => { const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key]; if (act) { event.preventDefault(); event.stopPropagation(); act(); } }}>
        <Reading label="Health" stops={stops} index={index === undefined ? undefined : Math.max(0, index - first)} say={(at) => sayHealthAt(columns, first + at)} onRead={read}>
          <div ref={ref} class="health-place" aria-hidden="true" />
        </Reading>
      </div>
      {failed && <p class="note bad">The drawing could not be loaded. The numbers below are complete.</p>}
      {numbered.length > 0 && <ol class="chart-moments">{numbered.map(({ number, at, what, improvementId }) => <li key={number}><time dateTime={new Date(at).toISOString()}>{formatMoment(at)}</time> {improvementId === undefined ? what : <a href={`#/improvements/${encodeURIComponent(improvementId)}`}>{what}</a>}</li>)}</ol>}
    </ChartFigure>
  );
};
