import type { LogLine } from '../../shared/domain/signal.ts';

/** A line and the row of its file that it stands in. */
export type PlacedLine = { readonly row: number; readonly line: LogLine };

const DAY_MS = 86_400_000;
/** Lambda has existed since November 2014; what is dated before, or a century after, was dated by a clock that ran wrong. */
const EARLIEST = Date.UTC(2014, 10, 1);
const LATEST = Date.UTC(2114, 10, 1);

/**
 * Leaves out rows whose clock ran wrong: dated before there were such logs, or more than a day off from the rows before and after. One of them
 * would move a replay's clock, and every honest row after it would come too late. Rows less than a day out of order are left to the fold.
 */
export async function* steady(rows: AsyncIterable<PlacedLine>, complain: (row: number, reason: string) => void): AsyncGenerator<PlacedLine> {
  /** The first three rows, or fewer, until they show what time it is: the middle one of their times. */
  let first: PlacedLine[] | undefined = [];
  let last = Number.NEGATIVE_INFINITY;
  let held: PlacedLine | undefined;
  const take = function* (row: PlacedLine): Generator<PlacedLine> {
    const { at } = row.line;
    if (held === undefined) held = row;
    else if (at >= held.line.at - DAY_MS) {
      yield held;
      last = held.line.at;
      held = row;
    } else if (at >= last - DAY_MS) {
      complain(held.row, 'is dated more than a day after the next row');
      held = row;
    } else complain(row.row, 'is dated more than a day before the row above');
  };
  const start = function* (rowsSoFar: readonly PlacedLine[]): Generator<PlacedLine> {
    last = rowsSoFar.map(({ line }) => line.at).sort((a, b) => a - b)[Math.floor((rowsSoFar.length - 1) / 2)] ?? last;
    first = undefined;
    for (const row of rowsSoFar) yield* take(row);
  };
  for await (const row of rows) {
    if (row.line.at < EARLIEST || row.line.at > LATEST) complain(row.row, 'is dated when there was no such log');
    else if (first === undefined) yield* take(row);
    else if (first.push(row) === 3) yield* start(first);
  }
  if (first !== undefined) yield* start(first);
  if (held !== undefined) yield held;
}
