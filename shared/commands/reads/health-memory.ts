import type { Instant } from '../../domain/instant.ts';
import { stepOf, type HealthStep } from '../../rules/views/health-steps.ts';
import type { Through } from '../../rules/views/health-series.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';

export type HealthReading = Pick<DoorDependencies, 'periods' | 'clock' | 'momentMs'>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const KEPT_MS = 8 * 24 * HOUR_MS;
/** Read at once; between two such pieces others are answered. */
const PIECE_MS = 6 * HOUR_MS;
/** The newest steps are read anew each time. Before them periods are complete, and written for good. */
const ANEW_MS = 30 * MINUTE_MS;
const MOST_LINES = 100;

type Line = { readonly from: Instant; readonly readAt: Instant; readonly steps: readonly HealthStep[] };

/** Of each store's periods: what was read before, by target and alias. */
const LINES = new WeakMap<DoorDependencies['periods'], Map<string, Line>>();

/** Who reads a line now; others wait for it, and find most of what they want read. */
const READERS = new WeakMap<DoorDependencies['periods'], Map<string, Promise<unknown>>>();

/** The steps of a target in [`from`, `until`), oldest first. Periods are written in order and for good: each is read once, but for the newest. */
export const healthSteps = async (targetId: string, through: Through, span: Span, reading: HealthReading): Promise<readonly HealthStep[]> => {
  const readers = READERS.get(reading.periods) ?? new Map<string, Promise<unknown>>();
  READERS.set(reading.periods, readers);
  const id = JSON.stringify([targetId, through]);
  const before = readers.get(id);
  const steps = (async () => {
    await before?.catch(() => {});
    return readSteps(id, targetId, through, span, reading);
  })();
  readers.set(id, steps);
  try {
    return await steps;
  } finally {
    if (readers.get(id) === steps) readers.delete(id);
  }
};

type Span = { readonly from: Instant; readonly until: Instant };

const readSteps = async (id: string, targetId: string, through: Through, { from, until }: Span, { periods, clock, momentMs = 0 }: HealthReading): Promise<readonly HealthStep[]> => {
  const lines = LINES.get(periods) ?? new Map<string, Line>();
  LINES.set(periods, lines);
  const read = async (begin: Instant, end: Instant): Promise<HealthStep[]> => {
    const steps: HealthStep[] = [];
    for (let at = begin; at < end; at += PIECE_MS) {
      steps.push(...(await periods.between(targetId, at, Math.min(end, at + PIECE_MS))).map((period) => stepOf(period, through)));
      if (at + PIECE_MS < end) await clock.sleep(0);
    }
    return steps;
  };

  const known = lines.get(id);
  if (known !== undefined && from >= known.from && clock.now() >= known.readAt && clock.now() - known.readAt < momentMs) return known.steps.filter(({ startsAt }) => startsAt >= from && startsAt < until);
  const before = known === undefined || from >= known.from ? [] : await read(from, known.from);
  const newest = known?.steps.at(-1)?.startsAt;
  const anewFrom = known === undefined ? from : newest === undefined ? known.from : Math.max(known.from, newest - ANEW_MS);
  const kept = known?.steps.filter(({ startsAt }) => startsAt < anewFrom) ?? [];
  const steps = [...before, ...kept, ...(await read(anewFrom, until))];
  const oldest = Math.max(Math.min(from, known?.from ?? from), until - KEPT_MS);
  lines.delete(id);
  lines.set(id, { from: oldest, readAt: clock.now(), steps: steps.filter(({ startsAt }) => startsAt >= oldest) });
  const [first] = lines.keys();
  if (lines.size > MOST_LINES && first !== undefined) lines.delete(first);
  return steps.filter(({ startsAt }) => startsAt >= from && startsAt < until);
};
