import type { LogLine } from '../../shared/domain/signal.ts';
import { emptyTargetState, TargetState } from '../../shared/domain/target-state.ts';
import { FOLD_DEFAULTS } from '../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../shared/rules/detection/fold.ts';
import type { HostileKind } from './hostile-lines.ts';

const LINES_A_PAGE = 5_000;
/** Two thousand lines a second. */
const MS_A_LINE = 0.5;

export type Flooded = { readonly lines: number; readonly linesPerSecond: number; readonly largestStateBytes: number; readonly templates: number; readonly slowestPageMs: number };

/**
 * Folds `count` hostile lines of one kind into a target's state, page by page, storing and reading the state between them as telemetry
 * does. `now` tells milliseconds for the speed.
 */
export const flood = (kind: HostileKind, count: number, now: () => number, onPage: (lines: number) => void = () => undefined): Flooded => {
  const began = Date.UTC(2026, 10, 21, 12);
  let state = emptyTargetState('hostile');
  let largest = 0;
  let slowest = 0;
  let spent = 0;
  for (let from = 0; from < count; from += LINES_A_PAGE) {
    const lines = Array.from({ length: Math.min(LINES_A_PAGE, count - from) }, (_, index): LogLine => {
      const number = from + index;
      const at = Math.floor(began + number * MS_A_LINE);
      return { id: `h${number}`, at, stream: '2026/11/21/[1]env', ...kind.line(number, at) };
    });
    const started = now();
    const folded = foldPage(state, { lines, events: [], next: `p${from}`, completeUntil: Math.floor(began + (from + lines.length) * MS_A_LINE) }, FOLD_DEFAULTS);
    const text = JSON.stringify(folded.state);
    state = TargetState.parse(JSON.parse(text));
    slowest = Math.max(slowest, now() - started);
    spent += now() - started;
    largest = Math.max(largest, new TextEncoder().encode(text).length);
    onPage(from + lines.length);
  }
  return { lines: count, linesPerSecond: count / Math.max(spent / 1000, 1e-3), largestStateBytes: largest, templates: state.patterns.known.length, slowestPageMs: slowest };
};
