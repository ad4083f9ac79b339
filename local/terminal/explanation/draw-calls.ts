import type { ExplainedCall, ExplainedCalls } from '../../../shared/domain/explanation.ts';
import { showCount, showMs } from '../../../shared/rules/explaining/figures.ts';
import { cut, padLeft, padRight, wrap } from '../visible-text.ts';
import { oneLine, shown, type PageLook } from './look.ts';

const HOW = { alone: '', 'in-turn': ', in turn', together: ', overlapping' } as const satisfies Record<ExplainedCall['how'], string>;
const SHORTEST_BAR = 12;

/** The calls of one request as bars over its time, those concerned marked; on a narrow terminal without bars. */
export const drawCalls = ({ requests, requestMs, calls }: ExplainedCalls, look: PageLook): string[] => {
  const { colours, ascii, width } = look;
  const names = calls.map((call) => `${call.times > 1 ? `${showCount(call.times)} × ` : ''}${oneLine(call.shape, look)}`);
  const notes = calls.map((call) => `${showMs(call.ms)}${HOW[call.how]}`);
  const noteWidth = Math.max(...notes.map((note) => note.length), 0);
  const nameWidth = Math.min(Math.max(...names.map((name) => name.length), 0), Math.floor((width - noteWidth - 6) / 2));
  const barWidth = width - nameWidth - noteWidth - 8;
  const [full, rest] = ascii ? ['#', '.'] : ['█', '·'];
  const bar = ({ startMs = 0, ms, concerned }: ExplainedCall): string => {
    const start = Math.min(barWidth - 1, Math.floor((startMs / Math.max(requestMs, 0.001)) * barWidth));
    const length = Math.max(1, Math.min(barWidth - start, Math.round((ms / Math.max(requestMs, 0.001)) * barWidth)));
    const body = full.repeat(length);
    return colours.dim(rest.repeat(start)) + (concerned ? colours.yellow(body) : colours.blue(body)) + colours.dim(rest.repeat(barWidth - start - length));
  };
  return [
    ` ${colours.bold('One request')}${colours.dim(shown(`, ${showMs(requestMs)} on average over ${showCount(requests)}`, look))}`,
    ...calls.flatMap((call, index) => {
      const name = shown(names[index] ?? '', look);
      const line = `   ${padRight(cut(name, nameWidth), nameWidth)}  ${barWidth >= SHORTEST_BAR ? `${bar(call)}  ` : ''}${padLeft(shown(notes[index] ?? '', look), noteWidth)}`;
      return [cut(line, width), ...(call.concerned && call.from !== undefined ? [cut(`     ${colours.dim(`from ${oneLine(call.from, look)}`)}`, width)] : [])];
    }),
    ...(calls.some(({ startMs }) => startMs !== undefined) && calls.some(({ startMs }) => startMs === undefined) ? wrap('When in the request repeated calls begin is not recorded: they stand at the left.', width - 6).map((line) => `     ${colours.dim(line)}`) : []),
  ];
};
