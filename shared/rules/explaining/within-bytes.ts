import type { Explanation } from '../../domain/explanation.ts';

/** The most that an explanation may take as JSON. */
export const MOST_BYTES = 12 * 1024;

const bytesOf = (explanation: Explanation): number => new TextEncoder().encode(JSON.stringify(explanation)).length;

/** What goes first when there is too much, step by step: source, then samples, then every other point, then calls and long facts. */
const CUTS: readonly ((explanation: Explanation) => Explanation)[] = [
  (one) => ({ ...one, sites: one.sites.map(({ source: _, ...site }) => site) }),
  (one) => ({ ...one, samples: one.samples.slice(0, 2) }),
  (one) => (one.series === undefined ? one : { ...one, series: { ...one.series, stepSeconds: one.series.stepSeconds * 2, points: one.series.points.filter((_, index) => index % 2 === 0) } }),
  ({ calls: _, ...one }) => one,
  (one) => ({ ...one, facts: one.facts.map(([label, value]) => [label, value.slice(0, 120)]) }),
  ({ series: _, ...one }) => one,
  (one) => ({ ...one, facts: one.facts.slice(0, 6), samples: [] }),
];

/** The explanation, cut until it fits 12 KB; what everybody needs (the headline, the score, what is next) always stays. */
export const withinBytes = (explanation: Explanation): Explanation => CUTS.reduce((one, cut) => (bytesOf(one) <= MOST_BYTES ? one : cut(one)), explanation);
