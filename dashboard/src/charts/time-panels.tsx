import type { ComponentChildren, JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { formatMoment } from './format-measure.ts';
import { placeMoments } from './place-moments.ts';
import { Reading } from './reading.tsx';
import type { Scale } from './scale.ts';
import { extentOf, linear, nearestIndex } from './scale.ts';
import { timeTicks } from './time-ticks.ts';
import { useWidth } from './use-width.ts';

/** One plot of a stack. `ticks`: the labelled heights, ends included; `draw` is given both scales. */
export type Panel = {
  readonly title?: string;
  readonly height: number;
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
  readonly draw: (x: Scale, y: Scale) => ComponentChildren;
};

type Props = {
  readonly label: string;
  readonly panels: readonly Panel[];
  readonly from: number;
  readonly to: number;
  readonly moments?: readonly { readonly at: number; readonly what: string }[];
  /** What can be read one by one, in time order: when, and what it says. */
  readonly stops: readonly number[];
  readonly say: (index: number) => string;
};

const LEFT = 54;
const RIGHT = 10;
const TITLE = 22;
const BETWEEN = 8;
const MOMENT_ROW = 18;

/** Plots over one axis of time, one below the other, with moments through all of them and a cursor that reads them with pointer or arrow keys. */
export const TimePanels = ({ label, panels, from, to, moments = [], stops, say }: Props): JSX.Element => {
  const clip = useId();
  const { ref, width } = useWidth<HTMLDivElement>();
  const [index, setIndex] = useState<number>();
  const x = linear([from, to], [LEFT, Math.max(LEFT + 40, width - RIGHT)]);
  const right = x(to);
  const placed = placeMoments(moments, [from, to], x);
  const top = placed.length === 0 ? 2 : 4 + MOMENT_ROW * (1 + Math.max(...placed.map(({ row }) => row)));
  let reached = top;
  const laid = panels.map((panel, index) => {
    const start = reached + (panel.title === undefined ? 6 : index === 0 ? TITLE : TITLE + BETWEEN);
    reached = start + panel.height;
    return { panel, start, end: reached, y: linear(extentOf(panel.ticks), [reached, start]) };
  });
  const ticks = timeTicks(from, to, Math.max(2, Math.floor((right - LEFT) / 88)));
  const height = reached + 24;
  const cursor = index === undefined ? undefined : stops[index];
  const readAt = (event: PointerEvent): void => {
    const place = ref.current?.getBoundingClientRect();
    if (!place || stops.length === 0) return;
    const at = from + (((event.clientX - place.left) - LEFT) / (right - LEFT)) * (to - from);
    setIndex(nearestIndex(stops, at));
  };

  return (
    <div class="time-panels">
      <Reading label={label} stops={stops} index={index} say={say} onRead={setIndex}>
        <div ref={ref} class="time-panels-place" onPointerMove={readAt} onPointerDown={readAt} onPointerLeave={(event) => event.pointerType === 'mouse' && setIndex(undefined)}>
          <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
            <defs>{laid.map(({ start, panel }, at) => <clipPath key={at} id={`${clip}-${at}`}><rect x={LEFT} y={start - 2} width={right - LEFT} height={panel.height + 4} /></clipPath>)}</defs>
            {laid.map(({ panel, start, end, y }, at) => (
              <g key={at}>
                {panel.title !== undefined && <text x={LEFT} y={start - 8} class="panel-title">{panel.title}</text>}
                {panel.ticks.map((tick) => (
                  <g key={tick}>
                    <path d={`M${LEFT} ${Math.round(y(tick)) + 0.5}H${right}`} class={tick === panel.ticks[0] ? 'axis' : 'grid'} />
                    <text x={LEFT - 6} y={y(tick) + 4} class="tick" text-anchor="end">{panel.format(tick)}</text>
                  </g>
                ))}
                {placed.map(({ number, x: place }) => <path key={number} d={`M${place} ${start}V${end}`} class="moment-rule" />)}
                <g clip-path={`url(#${clip}-${at})`}>{panel.draw(x, y)}</g>
                {cursor !== undefined && <path d={`M${x(cursor)} ${start}V${end}`} class="cursor" />}
              </g>
            ))}
            {placed.map(({ number, x: place, row }) => (
              <g key={number} class="moment-mark"><circle cx={place} cy={top - 9 - row * MOMENT_ROW} r="8" /><text x={place} y={top - 5.5 - row * MOMENT_ROW} text-anchor="middle">{number}</text></g>
            ))}
            {ticks.map(({ at, text }) => (
              <g key={at}><path d={`M${x(at)} ${reached}v4`} class="axis" /><text x={Math.min(Math.max(x(at), LEFT + 8), right - 14)} y={reached + 17} class="tick" text-anchor="middle">{text}</text></g>
            ))}
          </svg>
        </div>
      </Reading>
      {placed.length > 0 && <ol class="chart-moments">{placed.map(({ number, at, what }) => <li key={number}><time dateTime={new Date(at).toISOString()}>{formatMoment(at, to - from < 1_200_000)}</time> {what}</li>)}</ol>}
    </div>
  );
};
