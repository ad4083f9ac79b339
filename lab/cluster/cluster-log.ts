import { stat } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { csvField } from './csv-field.ts';
import { findMessage } from './find-message.ts';
import { lineGroups, type LineGroup } from './line-groups.ts';
import { logFormat } from './log-format.ts';
import { readLines } from './read-lines.ts';
import { writeWhole } from '../write-whole.ts';

export type ClusterProgress = { readonly lines: number; readonly bytes: number; readonly ofBytes: number };

/** What was done. `unmatched`: lines that are not of the format; they were clustered by the whole line. */
export type ClusteredLog = {
  readonly lines: number;
  readonly groups: number;
  readonly unmatched: { readonly count: number; readonly examples: readonly { readonly line: number; readonly text: string }[] };
  /** Lines beyond the number of groups that are told apart: all in one group, `<*>`. */
  readonly overflow: number;
  readonly linesPerSecond: number;
};

const MOST_EXAMPLES = 10;
const EXAMPLE_LENGTH = 200;
/** Rows are written in pieces of about so many characters. */
const PIECE = 1 << 16;

/**
 * Clusters the lines of a log by their templates and writes `LineId,EventId,EventTemplate` (RFC 4180, LineId from 1) to `out`, which is
 * there only once it is whole. `format`: the header notation (`<Date> <Time> <Content>`; throws `FormatError`); without it the message
 * is found from the first lines. Constant memory but for four bytes a line.
 */
export const clusterLog = async (request: { readonly log: string; readonly format?: string; readonly out: string; readonly onProgress?: (progress: ClusterProgress) => void }): Promise<ClusteredLog> => {
  const { log, out, format, onProgress } = request;
  const givenFormat = format === undefined ? undefined : logFormat(format);
  const { size: ofBytes } = await stat(log);
  const groups = lineGroups();
  const examples: { line: number; text: string }[] = [];
  let messageOf = givenFormat;
  let lines = 0;
  let unmatched = 0;
  const began = performance.now();

  for await (const page of readLines(log)) {
    messageOf ??= findMessage(page.lines);
    for (const line of page.lines) {
      lines += 1;
      const message = messageOf(line);
      if (message === undefined) {
        unmatched += 1;
        if (examples.length < MOST_EXAMPLES) examples.push({ line: lines, text: line.slice(0, EXAMPLE_LENGTH) });
      }
      groups.add(message ?? line);
    }
    onProgress?.({ lines, bytes: page.bytes, ofBytes: Math.max(ofBytes, page.bytes) });
  }
  const found = groups.finish();
  await writeWhole(out, rowsOf(found.ofLines));
  const seconds = (performance.now() - began) / 1000;
  return { lines, groups: found.groups.length, unmatched: { count: unmatched, examples }, overflow: groups.overflow, linesPerSecond: lines / Math.max(seconds, 1e-9) };
};

function* rowsOf(groupsOfLines: Iterable<LineGroup>): Generator<string> {
  let piece = 'LineId,EventId,EventTemplate\n';
  let line = 0;
  for (const { eventId, template } of groupsOfLines) {
    line += 1;
    piece += `${line},${eventId},${csvField(template)}\n`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
