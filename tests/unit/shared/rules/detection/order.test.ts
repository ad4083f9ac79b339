import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../../../shared/domain/signal.ts';
import { emptyTargetState, type TargetState } from '../../../../../shared/domain/target-state.ts';
import { FOLD_DEFAULTS } from '../../../../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../../../../shared/rules/detection/fold.ts';
import { invocationLines, noise, requestIdOf } from '../../../../support/invocation-log.ts';

const START = Date.UTC(2026, 10, 21, 12);
const SETTINGS = { ...FOLD_DEFAULTS, periodSeconds: 1, sliceSeconds: 5, pointSeconds: 2 };

const LINES: readonly LogLine[] = Array.from({ length: 60 }, (_, number) => {
  const at = START + 500 + number * 150;
  const lines = invocationLines({ number, at, durationMs: 20 + Math.round(noise(number) * 30), environment: `e${number % 3}` });
  const plain = { at: at - 5, stream: lines[0]?.stream ?? '' };
  return [
    ...lines.slice(0, 1),
    { ...plain, id: `${number}-a`, message: `2026-11-21T12:00:00.000Z\t${requestIdOf(number)}\tINFO\tloaded ${number} orders` },
    ...(number % 7 === 0 ? [{ ...plain, id: `${number}-b`, message: `2026-11-21T12:00:00.000Z\t${requestIdOf(number)}\tERROR\tRangeError: no order ${number}\n    at load (/var/task/index.mjs:9:1)` }] : []),
    ...lines.slice(1),
  ];
}).flat().sort((a, b) => a.at - b.at || a.id.length - b.id.length || (a.id < b.id ? -1 : 1));

const fold = (pages: readonly { lines: readonly LogLine[]; completeUntil: number }[]): TargetState =>
  pages.reduce((state, page, index) => foldPage(state, { ...page, events: [], next: `p${index}` }, SETTINGS).state, emptyTargetState('orders'));

const END = START + 60_000;
const WHOLE = fold([{ lines: LINES, completeUntil: END }]);

/** What is counted, whatever the order in which it came. */
const countsOf = (state: TargetState) => ({
  slices: state.slices.map(({ from, to, logs, metrics, versions }) => ({ from, to, logs, metrics, versions: Object.entries(versions).map(([version, { requests, failures, durations, errors }]) => ({ version, requests, failures, durations, errors: Object.values(errors).toSorted((a, b) => a - b) })) })),
  errors: Object.values(state.errors).map(({ name, template, count, firstAt, lastAt }) => ({ name, template, count, firstAt, lastAt })),
  patterns: state.patterns.known.map(({ id, hours, firstAt, lastAt }) => ({ id, hours, firstAt, lastAt })),
});

describe('the order in which lines come', () => {
  it('makes no difference within a page', () => {
    fc.assert(fc.property(fc.shuffledSubarray([...LINES], { minLength: LINES.length }), (lines) => {
      expect(fold([{ lines, completeUntil: END }])).toEqual(WHOLE);
    }), { numRuns: 20 });
  });

  it('makes no difference to what is counted when lines come in a later page than their time', () => {
    // A request's lines come together: what is late is an environment's batch.
    const late = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { maxLength: 20 });
    fc.assert(fc.property(late, (numbers) => {
      const isLate = ({ id }: LogLine): boolean => numbers.includes(Number(id.split('-')[0]));
      const state = fold([{ lines: LINES.filter((line) => !isLate(line)), completeUntil: END }, { lines: LINES.filter(isLate), completeUntil: END + 1 }]);
      expect(countsOf(state)).toEqual(countsOf(WHOLE));
      expect(state.ignored.late).toBe(LINES.filter((line) => isLate(line) && line.message.startsWith('REPORT')).length);
    }), { numRuns: 30 });
  });

  it('makes no difference when any of the last lines is delivered again, in the same page or the next', () => {
    fc.assert(fc.property(fc.subarray([...LINES]), (again) => {
      const inPage = fold([{ lines: [...LINES, ...again], completeUntil: END }]);
      const inNext = fold([{ lines: LINES, completeUntil: END }, { lines: again, completeUntil: END + 1 }]);
      for (const state of [inPage, inNext]) {
        expect(countsOf(state)).toEqual(countsOf(WHOLE));
        expect(state.ignored.duplicates).toBe(again.length);
      }
    }), { numRuns: 30 });
  });
});

describe('a clock that runs wrong', () => {
  const honest = (number: number, at: number) => invocationLines({ number, at, environment: 'honest' });
  const requests = (state: TargetState): number => state.slices.flatMap(({ versions }) => Object.values(versions)).reduce((sum, version) => sum + version.requests, 0);

  it.each([
    ['of 2100', Date.UTC(2100, 0, 1)], ['of tomorrow', START + 86_400_000], ['of five minutes ahead', START + 300_000 + 60_001], ['that is none', Number.NaN], ['before 1970', -5],
  ])('a line %s is left out, and later honest lines have their place', (_, at) => {
    const wrong = honest(1, START).map((line) => ({ ...line, at }));
    const page = (lines: readonly LogLine[], minute: number) => ({ lines, completeUntil: START + minute * 60_000 });
    const state = fold([page([...honest(2, START + 1000), ...wrong], 5), page(honest(3, START + 301_000), 6), page(honest(4, START + 361_000), 7)]);
    expect(state).toEqual({ ...fold([page(honest(2, START + 1000), 5), page(honest(3, START + 301_000), 6), page(honest(4, START + 361_000), 7)]), ignored: { ...state.ignored, skewed: wrong.length }, recentLines: state.recentLines });
    expect(requests(state)).toBe(3);
    expect(state.ignored).toMatchObject({ late: 0, skewed: wrong.length });
  });

  it('a line of 1970, or of a day and a minute ago, counts nowhere once something was read', () => {
    for (const at of [0, START - 86_400_000 - 60_000]) {
      const first = [{ lines: honest(2, START + 1000), completeUntil: START + 60_000 }];
      const state = fold([...first, { lines: honest(1, START).map((line) => ({ ...line, at })), completeUntil: START + 60_001 }]);
      expect(requests(state)).toBe(1);
      expect(state.ignored.late).toBeGreaterThan(0);
      expect(state.patterns).toEqual(fold(first).patterns);
    }
  });
});
