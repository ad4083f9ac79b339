import { ALERT_THRESHOLD, AnomalyDetector } from '../../shared/rules/detection/anomaly/anomaly-detector.ts';
import { seriesColumns, type SeriesColumns } from './series-columns.ts';
import { parseTimestamp } from './timestamp.ts';

/** One row with its score; timestamp and value as they were given, the value with a decimal point. `isBackwards`: dated before the row above. */
export type ScoredRow = { readonly line: number; readonly timestamp: string; readonly value: string; readonly score: number; readonly alert: boolean; readonly isBackwards?: true };
/** A line that is no row, and why. Lines count from 1, the header included. */
export type BadRow = { readonly line: number; readonly problem: string };

/**
 * Scores the rows of a CSV with a header that `seriesColumns` understands one by one, in order. Empty lines are passed over. The rows' order counts: a
 * clock that stands still or steps back (the end of summer time) is taken as going on, a millisecond a row, until it is past where it was.
 */
export async function* scoreSeries(rows: AsyncIterable<string>): AsyncGenerator<ScoredRow | BadRow> {
  const detector = AnomalyDetector.restore(undefined);
  let columns: SeriesColumns | undefined;
  let line = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  let aboveMs = Number.NEGATIVE_INFINITY;
  for await (const raw of rows) {
    line += 1;
    const text = raw.replace(/^\uFEFF|\r$/g, '');
    if (text.trim() === '') continue;
    if (columns === undefined) {
      const found = seriesColumns(text);
      if (typeof found === 'string') {
        yield { line, problem: found };
        return;
      }
      columns = found;
      continue;
    }
    const { timestamp, value } = columns.cellsOf(text);
    const atMs = parseTimestamp(timestamp);
    if (atMs === undefined) yield { line, problem: `"${timestamp}" is no timestamp such as 2014-04-01 00:05:00.` };
    else if (value === '' || !Number.isFinite(Number(value))) yield { line, problem: `"${value}" is no number.` };
    else {
      lastMs = Math.max(atMs, lastMs + 1);
      const { score } = detector.feed(lastMs, Number(value));
      yield { line, timestamp, value, score, alert: score >= ALERT_THRESHOLD, ...(atMs < aboveMs ? { isBackwards: true } : {}) };
      aboveMs = atMs;
    }
  }
}
