import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { TargetEvent, type LogLine } from '../../shared/domain/signal.ts';
import { FOLD_DEFAULTS } from '../../shared/rules/detection/fold-settings.ts';
import { BadRows } from './bad-row.ts';
import { dayOf, type DayCounts, type ReplayDay } from './replay-day.ts';
import { Episodes } from './episode.ts';
import { historyFolder, type HistoryFolder } from './history-folder.ts';
import { inOrder } from './in-order.ts';
import { incidentOf, type Incident } from './incident.ts';
import { readLog } from './read-log.ts';
import { readTable } from './read-table.ts';
import { metricRow, type MetricRow } from './metric-row.ts';
import { replayTarget } from './replay-target.ts';
import { ReplayedTarget } from './replayed-target.ts';

export type ReplayProgress = { readonly bytes: number; readonly ofBytes: number; readonly lines: number; readonly at: number };

/** `from`: the folder. `everyHours`: time between two analyses, 1 by default. */
export type ReplayOptions = { readonly from: string; readonly everyHours?: number; readonly onProgress?: (progress: ReplayProgress) => void; readonly onBad?: (bad: BadRows) => void };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WINDOW_MS = 2 * DAY_MS;
const LINES_PER_REPORT = 20_000;
const NOTHING: Required<DayCounts> = { lines: 0, events: 0, points: 0, analyses: 0 };

type Signal = { readonly at: number; readonly line: LogLine } | { readonly at: number; readonly event: TargetEvent } | { readonly at: number; readonly point: MetricRow };

/**
 * Replays a recorded history of one target: what would have been raised, day by day (UTC), and against labelled incidents how much of it
 * was right. The folder holds logs (one JSON object a line: `{ id?, at, stream, message }`, or what CloudWatch exports, or text with a time
 * in front), and where there are any `target.json`, `events.jsonl` (deployments, throttles, alarms), `incidents.jsonl` or `.csv`
 * (`from,to,kind`), `metrics.csv` (`timestamp,metric,value`: what the logs do not tell) and `source.map`. Everything goes through the fold and the analysis of production, an analysis each hour, the
 * clock being the recording's. Streams: memory does not grow with the logs, which must be in order of time each. The last day carries the figures of
 * the whole; a recording without a usable line gives no day; `onBad` is told what could not be used in the end. Throws `RecordingProblem` where the folder cannot be read or holds nothing to replay.
 */
export async function* replayHistory(options: ReplayOptions): AsyncGenerator<ReplayDay> {
  const everyMs = Math.max(1 / 60, options.everyHours ?? 1) * HOUR_MS;
  const folder = await historyFolder(options.from);
  const bad = new BadRows();
  const incidents = await incidentsOf(folder, bad);
  const replayed = await replayedTarget(folder);
  const episodes = new Episodes(everyMs);
  let counts: Required<DayCounts> = { ...NOTHING };
  let next: number | undefined;
  let day = 0;
  let last = 0;

  const report = (): ReplayDay => dayOf({ day, counts, episodes: episodes.all, incidents, state: replayed.state, bad });
  const analyse = (now: number): void => {
    episodes.see(replayed.analyse(now), now);
    counts = { ...counts, analyses: counts.analyses + 1 };
  };

  for await (const signal of signalsOf(options.from, folder, bad, options.onProgress)) {
    if (next === undefined) {
      next = Math.floor(signal.at / everyMs) * everyMs + everyMs;
      day = startOfDay(signal.at);
    }
    // An analysis at midnight belongs to the day that ends with it.
    for (; signal.at >= next; next += everyMs) {
      analyse(next);
      if (next >= day + DAY_MS) {
        yield report();
        counts = { ...NOTHING };
        day = startOfDay(next);
      }
      // A long silence: once nothing is left in the window, nothing changes until the next line.
      if (next > last + WINDOW_MS && signal.at > next + DAY_MS) next = day = startOfDay(signal.at);
    }
    if ('line' in signal) replayed.line(signal.line);
    else if ('event' in signal) replayed.event(signal.event);
    else replayed.metric(signal.point);
    counts = { ...counts, lines: counts.lines + Number('line' in signal), events: counts.events + Number('event' in signal), points: counts.points + Number('point' in signal) };
    last = Math.max(last, signal.at);
  }
  options.onBad?.(bad);
  if (next === undefined) return;
  analyse(last + 1);
  yield report();
}

const startOfDay = (at: number): number => Math.floor(at / DAY_MS) * DAY_MS;

const replayedTarget = async (folder: HistoryFolder): Promise<ReplayedTarget> => {
  const target = await replayTarget(folder.target);
  const sourceMap = folder.sourceMap === undefined ? undefined : await readFile(folder.sourceMap, 'utf8');
  return new ReplayedTarget(target, { ...FOLD_DEFAULTS, limits: target.limits, ...(folder.target === undefined ? {} : { alias: target.alias }) }, sourceMap);
};

const incidentsOf = async (folder: HistoryFolder, bad: BadRows): Promise<Incident[] | undefined> => {
  if (folder.incidents === undefined) return undefined;
  const incidents: Incident[] = [];
  for await (const incident of readTable(folder.incidents, incidentOf, bad)) incidents.push(incident);
  return incidents;
};

async function* signalsOf(from: string, folder: HistoryFolder, bad: BadRows, onProgress: (progress: ReplayProgress) => void = () => {}): AsyncGenerator<Signal> {
  let [bytes, lines] = [0, 0];
  const ofLines = async function* (file: string): AsyncGenerator<Signal> {
    for await (const line of readLog(file, { bad, name: relative(from, file), onBytes: (more) => (bytes += more) })) {
      lines += 1;
      if (lines % LINES_PER_REPORT === 0) onProgress({ bytes, ofBytes: folder.bytes, lines, at: line.at });
      yield { at: line.at, line };
    }
  };
  const ofEvents = async function* (file: string): AsyncGenerator<Signal> {
    for await (const event of readTable(file, eventOf, bad)) yield { at: event.at, event };
  };
  const ofPoints = async function* (file: string): AsyncGenerator<Signal> {
    for await (const point of readTable(file, metricRow, bad)) yield { at: point.at, point };
  };
  const events = folder.events === undefined ? [] : [ofEvents(folder.events)];
  const points = folder.metrics === undefined ? [] : [ofPoints(folder.metrics)];
  let at = 0;
  for await (const signal of inOrder([...events, ...points, ...folder.logs.map(ofLines)])) {
    at = signal.at;
    yield signal;
  }
  onProgress({ bytes, ofBytes: folder.bytes, lines, at });
}

const eventOf = (value: unknown): TargetEvent | string => {
  const parsed = TargetEvent.safeParse(value);
  return parsed.success ? parsed.data : 'is no event (deployment, throttle, alarm, change or completion)';
};
