import type { Release } from '../../../shared/domain/release.ts';
import { questionOf } from '../../../shared/rules/judge/evidence-thresholds.ts';

/** One number of one series at one moment of the chart; `null` breaks the line. */
export type ChartRow = { readonly at: number; readonly series: string; readonly value: number | null };
export type ChartMoment = { readonly at: number; readonly number: number; readonly row: number; readonly what: string; readonly instant: number };

export type ReleaseChartData = {
  /** What the x axis counts from the first moment on. */
  readonly unit: 'seconds' | 'minutes';
  readonly end: number;
  readonly latency: readonly ChartRow[];
  readonly failures: readonly ChartRow[];
  readonly harm: readonly ChartRow[];
  readonly promotion: readonly ChartRow[];
  readonly weight: readonly ChartRow[];
  readonly moments: readonly ChartMoment[];
};

/** Beyond these decades evidence is drawn at the edge: nothing is decided out there, and the thresholds would shrink to nothing. */
const DECADES = { least: -2, most: 4 } as const;
const clampDecades = (logE: number): number => Math.min(DECADES.most, Math.max(DECADES.least, logE / Math.LN10));

/** Below this share of the width two marks would touch. */
const NEAR = 0.045;

const evidenceRows = (release: Release, question: 'harm' | 'promotion', x: (at: number) => number): ChartRow[] =>
  release.periods.flatMap(({ startsAt, logEvidence }) =>
    Object.entries(logEvidence)
      .map(([name, value]) => ({ ...questionOf(name), value }))
      .filter((each) => each.question === question)
      .map(({ metric, value }) => ({ at: x(startsAt), series: metric, value: clampDecades(value) })),
  );

/** Numbers the moments and moves a mark up where it would cover the one before it. */
const placeMoments = (release: Release, x: (at: number) => number, end: number): ChartMoment[] => {
  const lastInRow: number[] = [];
  return [...release.moments]
    .sort((a, b) => a.at - b.at)
    .map(({ at, what }, index) => {
      const position = Math.min(end, Math.max(0, x(at)));
      let row = lastInRow.findIndex((last) => position - last >= NEAR * end);
      if (row === -1) row = lastInRow.length;
      lastInRow[row] = position;
      return { at: position, number: index + 1, row, what, instant: at };
    });
};

/** The judged periods of a release as rows for the charts. `undefined` when no period was judged. */
export const chartRows = (release: Release): ReleaseChartData | undefined => {
  const { periods } = release;
  const last = periods.at(-1);
  if (last === undefined) return undefined;
  const zero = Math.min(periods[0]?.startsAt ?? last.startsAt, ...release.moments.map(({ at }) => at));
  const endMs = Math.max(last.startsAt + release.periodSeconds * 1000, ...release.moments.map(({ at }) => at)) - zero;
  const unit = endMs <= 10 * 60_000 ? 'seconds' : 'minutes';
  const x = (at: number): number => (at - zero) / (unit === 'seconds' ? 1000 : 60_000);
  const end = endMs / (unit === 'seconds' ? 1000 : 60_000);

  const both = (value: (version: Release['periods'][number]['stable']) => number | null): ChartRow[] =>
    periods.flatMap(({ startsAt, stable, candidate }) => [
      { at: x(startsAt), series: 'stable', value: value(stable) },
      { at: x(startsAt), series: 'candidate', value: value(candidate) },
    ]);

  return {
    unit,
    end,
    latency: both(({ p95Ms }) => p95Ms ?? null),
    failures: both(({ requests, failures }) => (requests === 0 ? null : failures / requests)),
    harm: evidenceRows(release, 'harm', x),
    promotion: evidenceRows(release, 'promotion', x),
    weight: [
      ...periods.map(({ startsAt, weight }) => ({ at: x(startsAt), series: 'candidate', value: weight })),
      { at: x(last.startsAt + release.periodSeconds * 1000), series: 'candidate', value: last.weight },
    ],
    moments: placeMoments(release, x, end),
  };
};
