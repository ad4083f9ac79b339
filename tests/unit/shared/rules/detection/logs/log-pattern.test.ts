import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../../../../../shared/domain/opportunity.ts';
import type { LogLine, TargetEvent } from '../../../../../../shared/domain/signal.ts';
import { emptyTargetState, TargetState } from '../../../../../../shared/domain/target-state.ts';
import { DETECTION_THRESHOLDS } from '../../../../../../shared/rules/detection/detector.ts';
import { detectLogPatterns } from '../../../../../../shared/rules/detection/detectors/log-pattern.ts';
import { FOLD_DEFAULTS } from '../../../../../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../../../../../shared/rules/detection/fold.ts';
import { noise, requestIdOf } from '../../../../../support/invocation-log.ts';
import { windowOf } from '../../../../../support/observed-service.ts';

const MONDAY = Date.UTC(2026, 10, 16);
const HOUR = 3_600_000;

/** What a service logs beside its requests, an hour: `share` of requests, or `times` in all. */
type Line = { readonly level: 'INFO' | 'WARN' | 'ERROR'; readonly says: (number: number) => string; readonly share?: number; readonly times?: (hour: number) => number };

const CITIES = ['Paris', 'Rome', 'Oslo', 'Bern', 'Riga', 'Kyiv', 'Bonn', 'Graz'];
const cityOf = (number: number): string => CITIES[Math.floor(noise(number * 1.7) * CITIES.length)] ?? 'Rome';

const HEALTHY: readonly Line[] = [
  { level: 'INFO', share: 1, says: (number) => `order ${number} received from customer c${number % 97}` },
  { level: 'INFO', share: 0.8, says: (number) => `order ${number} shipped to ${cityOf(number)} in ${Math.round(noise(number) * 80)} ms` },
  { level: 'INFO', share: 0.1, says: (number) => `cache miss for product p-${number % 300}` },
  { level: 'WARN', share: 0.02, says: (number) => `retrying payment ${number} after ${Math.round(noise(number) * 500)} ms` },
  { level: 'WARN', share: 0.004, says: (number) => `slow answer of stock service: ${Math.round(noise(number) * 3000)} ms` },
  { level: 'ERROR', share: 0.003, says: (number) => `payment ${number} declined by bank` },
  // A job in the night, one on Sundays, and what is rare.
  { level: 'INFO', times: (hour) => (hour % 24 === 2 ? 200 : 0), says: (number) => `nightly export wrote file ${number}` },
  { level: 'WARN', times: (hour) => (hour % 168 === 147 ? 4 : 0), says: (number) => `weekly clean-up skipped ${number} rows` },
  { level: 'WARN', times: (hour) => Number(noise(hour * 3.3) > 0.97), says: (number) => `connection to broker ${number % 3} lost, connecting again` },
];

/** Requests an hour: busy days, quiet nights, quieter at the week's end. */
const requestsIn = (hour: number, level = 60): number => Math.max(4, Math.round(level * (1 + 0.8 * Math.sin(((hour % 24) - 8) * (Math.PI / 12))) * (hour % 168 >= 120 ? 0.6 : 1) * (0.9 + 0.2 * noise(hour))));

let sequence = 0;
const hourOfLog = (hour: number, lines: readonly Line[], level?: number): LogLine[] => {
  const from = MONDAY + hour * HOUR;
  const count = requestsIn(hour, level);
  const made: Omit<LogLine, 'id'>[] = [];
  const stream = '2026/11/21/[1]env1';
  for (let index = 0; index < count; index += 1) {
    const number = hour * 1000 + index;
    const at = from + Math.floor(((index + noise(number)) / count) * HOUR);
    const id = requestIdOf(number);
    for (const [which, { level: name, says, share = 0 }] of lines.entries()) if (noise(number * 7.7 + which * 0.61) < share) made.push({ at, stream, message: `2026-11-21T12:00:00.000Z\t${id}\t${name}\t${says(number)}` });
    made.push({ at: at + 1, stream, message: `REPORT RequestId: ${id}\tDuration: ${(20 + noise(number) * 20).toFixed(2)} ms\tMemory Size: 256 MB\tMax Memory Used: 80 MB` });
  }
  for (const { level: name, says, times } of lines) for (let index = 0; index < (times?.(hour) ?? 0); index += 1) made.push({ at: from + Math.floor(noise(hour + index * 1.1) * HOUR), stream, message: `2026-11-21T12:00:00.000Z\t${requestIdOf(1)}\t${name}\t${says(hour * 1000 + index)}` });
  return made.sort((a, b) => a.at - b.at).map((line) => ({ ...line, id: String((sequence += 1)) }));
};

/** Folds hours of a log, one page an hour, and says what was found at the end of each. */
const watch = (before: TargetState, hours: readonly [from: number, to: number], lines: (hour: number) => readonly Line[], over: { level?: (hour: number) => number; events?: (hour: number) => readonly TargetEvent[] } = {}) => {
  let state = before;
  const found: { hour: number; finding: Finding }[] = [];
  for (let hour = hours[0]; hour < hours[1]; hour += 1) {
    const page = { lines: hourOfLog(hour, lines(hour), over.level?.(hour)), events: over.events?.(hour) ?? [], next: `h${hour}`, completeUntil: MONDAY + (hour + 1) * HOUR - 1 };
    state = foldPage(state, page, FOLD_DEFAULTS).state;
    found.push(...detectLogPatterns(windowOf(state), DETECTION_THRESHOLDS).map((finding) => ({ hour, finding })));
  }
  return { state, found };
};

const whatOf = (found: readonly { hour: number; finding: Finding }[]) => [...new Set(found.map(({ finding: { evidence } }) => (evidence.kind === 'log-pattern' ? `${evidence.what}: ${evidence.template}` : '')))];

describe('what a log says', () => {
  let week: ReturnType<typeof watch>;
  beforeAll(() => {
    week = watch(emptyTargetState('orders'), [0, 180], () => HEALTHY);
  });

  it('raises nothing in a week and a half of a healthy service, with its nights, its jobs and its rare warnings', () => {
    expect(whatOf(week.found)).toEqual([]);
    expect(whatOf(watch(week.state, [180, 252], () => HEALTHY).found)).toEqual([]);
    expect(week.state.patterns.known.length).toBeLessThan(20);
    expect(JSON.stringify(week.state.patterns).length).toBeLessThan(15_000);
  });

  it('raises nothing when three times the customers come', () => {
    expect(whatOf(watch(week.state, [180, 192], () => HEALTHY, { level: () => 200 }).found)).toEqual([]);
  });

  it('is known by as many templates as there are', () => {
    const shipped = week.state.patterns.known.filter(({ form }) => form.includes('shipped'));
    expect(shipped).toHaveLength(1);
    expect(shipped[0]?.hours.counts).toHaveLength(26);
  });

  it.each([['WARN', 'medium', 'warning'], ['ERROR', 'high', 'error']] as const)('that it never said before, as %s, is found within the hour', (level, severity, named) => {
    const fresh: Line = { level, share: 0.25, says: (number) => `currency EU${number % 9} unknown for order ${number}` };
    const { state, found } = watch(week.state, [180, 184], (hour) => (hour < 181 ? HEALTHY : [...HEALTHY, fresh]));
    expect(found.map(({ hour }) => hour)).toEqual([181, 182, 183]);
    expect(found[0]?.finding).toMatchObject({ kind: 'log-pattern', severity, risk: 'high', evidence: { what: 'new', level: named, template: 'currency EU<*> unknown for order <*>' } });
    expect(found.every(({ finding }) => finding.key === found[0]?.finding.key)).toBe(true);
    // As an error it is a recurring exception once it comes often enough, and no pattern beside it.
    expect(detectLogPatterns(windowOf(state), { ...DETECTION_THRESHOLDS, exceptionsPerHour: 1 })).toHaveLength(level === 'ERROR' ? 0 : 1);
  });

  it('that a deployment brought is found though nothing is known for a day', () => {
    const fresh: Line = { level: 'WARN', share: 0.3, says: (number) => `currency unknown for order ${number}` };
    const deployed = (hour: number): readonly TargetEvent[] => (hour === 9 ? [{ kind: 'deployment', id: 'd', at: MONDAY + 9 * HOUR, alias: 'live', version: '1' }] : []);
    const run = (events: typeof deployed) => whatOf(watch(emptyTargetState('orders'), [6, 11], (hour) => (hour < 9 ? HEALTHY : [...HEALTHY, fresh]), { events }).found);
    expect(run(deployed)).toEqual(['new: currency unknown for order <*>']);
    expect(run(() => [])).toEqual([]);
  });

  it('ten times as often is found within the hour, with what is usual', () => {
    const flood: Line = { level: 'WARN', share: 0.4, says: (number) => `retrying payment ${number} after ${number % 500} ms` };
    const { found } = watch(week.state, [180, 183], (hour) => (hour < 181 ? HEALTHY : [...HEALTHY, flood]));
    expect(found[0]).toMatchObject({ hour: 181, finding: { severity: 'medium', evidence: { what: 'burst', level: 'warning' } } });
    const evidence = found[0]?.finding.evidence;
    expect(evidence?.kind === 'log-pattern' && evidence.currentPerHour > 5 * evidence.usualPerHour).toBe(true);
  });

  it('no longer, while requests go on, is found within hours', () => {
    const { found } = watch(week.state, [180, 190], (hour) => (hour < 182 ? HEALTHY : HEALTHY.filter((line) => !line.says(1).includes('shipped'))));
    expect(whatOf(found)).toEqual(['gone: order <*> shipped to <*> in <*>']);
    expect(found[0]?.hour).toBeLessThan(186);
    const calm = watch(week.state, [180, 190], (hour) => (hour < 182 ? HEALTHY : HEALTHY.filter(({ level }) => level === 'INFO')));
    expect(whatOf(calm.found)).toEqual([]);
  });

  it('no longer, with no requests or with a deployment, is nothing', () => {
    const without = HEALTHY.filter((line) => !line.says(1).includes('shipped'));
    const silent = watch(week.state, [180, 182], () => HEALTHY).state;
    expect(detectLogPatterns(windowOf({ ...silent, completeUntil: silent.completeUntil + 12 * HOUR }), DETECTION_THRESHOLDS)).toEqual([]);
    const events = (hour: number): readonly TargetEvent[] => (hour === 182 ? [{ kind: 'deployment', id: 'd', at: MONDAY + 182 * HOUR, alias: 'live', version: '1' }] : []);
    expect(whatOf(watch(week.state, [180, 190], (hour) => (hour < 182 ? HEALTHY : without), { events }).found)).toEqual([]);
  });
});

describe('the patterns of a log', () => {
  const lines = [0, 1, 2].flatMap((hour) => hourOfLog(hour, HEALTHY));
  const fold = (cuts: readonly number[]): TargetState => {
    const edges = [...new Set([0, ...cuts, lines.length])].sort((a, b) => a - b);
    return edges.reduce((state, from, index) => {
      const to = edges[index + 1] ?? lines.length;
      const stored = TargetState.parse(JSON.parse(JSON.stringify(state)));
      return foldPage(stored, { lines: lines.slice(from, to), events: [], next: `p${index}-${to}`, completeUntil: lines[to]?.at ?? MONDAY + 3 * HOUR }, FOLD_DEFAULTS).state;
    }, emptyTargetState('orders'));
  };
  const known = (state: TargetState) => state.patterns.known.toSorted((a, b) => (a.id < b.id ? -1 : 1));

  it('are the same however the log is cut into pages and stored between them', () => {
    const whole = fold([]);
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: lines.length }), { maxLength: 10 }), (cuts) => {
      const state = fold(cuts);
      expect(known(state)).toEqual(known(whole));
      expect(state.patterns.requests).toEqual(whole.patterns.requests);
    }), { numRuns: 12 });
  });

  it('of an older kind, or damaged, are learnt anew, and nothing else is lost', () => {
    const { patterns: _, openStreams: __, ...rest } = JSON.parse(JSON.stringify(fold([]))) as Record<string, unknown>;
    for (const stored of [rest, { ...rest, patterns: { known: 7 } }]) {
      const read = TargetState.parse(stored);
      expect(read.patterns).toEqual(emptyTargetState('orders').patterns);
      expect(read.openStreams).toEqual({});
      expect(read.slices).toEqual(fold([]).slices);
    }
  });
});
