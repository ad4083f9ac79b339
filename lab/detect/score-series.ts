import { ALERT_THRESHOLD, AnomalyDetector } from '../../shared/rules/detection/anomaly/anomaly-detector.ts';
import { parseTimestamp } from './timestamp.ts';

/** One row with its score; timestamp and value as they were given. */
export type ScoredRow = { readonly line: number; readonly timestamp: string; readonly value: string; readonly score: number; readonly alert: boolean };
/** A line that is no row, and why. Lines count from 1, the header included. */
export type BadRow = { readonly line: number; readonly problem: string };

/**
 * Scores the rows of a CSV with the header `timestamp,value` one by one, in order. Empty lines are passed over. The rows' order counts: a
 * clock that stands still or steps back (the end of summer time) is taken as going on, a millisecond a row, until it is past where it was.
 */
export async function* scoreSeries(rows: AsyncIterable<string>): AsyncGenerator<ScoredRow | BadRow> {
  const detector = AnomalyDetector.restore(undefined);
  let columns: { timestamp: number; value: number } | undefined;
  let line = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  for await (const raw of rows) {
    line += 1;
    const text = raw.replace(/^\uFEFF|\r$/g, '');
    if (text.trim() === '') continue;
    const cells = text.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    if (columns === undefined) {
      columns = { timestamp: cells.indexOf('timestamp'), value: cells.indexOf('value') };
      if (columns.timestamp >= 0 && columns.value >= 0) continue;
      yield { line, problem: 'The first line must be a header with the columns timestamp and value.' };
      return;
    }
    const timestamp = cells[columns.timestamp] ?? '';
    const value = cells[columns.value] ?? '';
    const atMs = parseTimestamp(timestamp);
    if (atMs === undefined) yield { line, problem: `"${timestamp}" is no timestamp such as 2014-04-01 00:05:00.` };
    else if (value === '' || !Number.isFinite(Number(value))) yield { line, problem: `"${value}" is no number.` };
    else {
      lastMs = Math.max(atMs, lastMs + 1);
      const { score } = detector.feed(lastMs, Number(value));
      yield { line, timestamp, value, score, alert: score >= ALERT_THRESHOLD };
    }
  }
}
