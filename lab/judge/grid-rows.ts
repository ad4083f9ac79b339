import type { Claim } from '../../shared/domain/claim.ts';
import type { VerdictKind } from '../../shared/rules/judge/verdict.ts';
import type { NoiseName, Traffic } from './traffic.ts';
import { NOISE } from './traffic.ts';

/** One row of the grid: a situation, which verdict is counted, and what has to be reached in which noise. */
export interface GridRow {
  readonly name: string;
  readonly figure?: string;
  readonly counted: VerdictKind;
  readonly requestsPerMinute: number;
  readonly weights: readonly [number, number];
  readonly margin: number;
  readonly claim: Claim | null;
  readonly canaryLatency: number;
  readonly canaryFailures: number;
  readonly minutes: number;
  /** Percent of the runs, per noise; a noise that is absent is printed without a must. */
  readonly must?: { readonly side: 'at least' | 'at most'; readonly percent: Partial<Record<NoiseName, number>> };
  readonly knownGood: string;
}

export const STABLE_FAILURES = 0.001;
const TENTH: readonly [number, number] = [0.1, 0.1];
const RAMP: readonly [number, number] = [0.1, 0.5];
const CLAIM: Claim = { on: 'latency', gain: 0.3 };
const both = (percent: number) => ({ clean: percent, nuisance: percent });
const all = (percent: number) => ({ clean: percent, nuisance: percent, harsh: percent });

const harm: Omit<GridRow, 'name' | 'knownGood'> = {
  counted: 'roll-back',
  requestsPerMinute: 600,
  weights: TENTH,
  margin: 0.05,
  claim: null,
  canaryLatency: 1,
  canaryFailures: STABLE_FAILURES,
  minutes: 60,
};
const harmRows = (margin: number): GridRow[] => {
  const isMust = margin === 0.05;
  const at = `margin ${100 * margin} %`;
  const must = (percent: number) => (isMust ? { must: { side: 'at least' as const, percent: both(percent) } } : {});
  const figure = (name: string) => (isMust ? { figure: name } : {});
  return [
    { ...harm, margin, name: `p95 +20 %, 10 %, ${at}`, canaryLatency: 1.2, ...figure('harmLatency20'), ...must(95), knownGood: isMust ? '98 at 25 · 97 at 28' : '' },
    { ...harm, margin, name: `p95 +20 %, ramped, ${at}`, canaryLatency: 1.2, weights: RAMP, knownGood: isMust ? '100 at 13 · 100 at 17' : '' },
    { ...harm, margin, name: `p95 +50 %, 10 %, ${at}`, canaryLatency: 1.5, ...figure('harmLatency50'), ...must(99), knownGood: isMust ? '100 at 8–10' : '' },
    { ...harm, margin, name: `errors .1 → 1 %, 10 %, ${at}`, canaryFailures: 0.01, ...figure('harmFailures'), ...must(85), knownGood: isMust ? '98 at 29 · 90 at 31' : '' },
    { ...harm, margin, name: `errors .1 → 1 %, ramped, ${at}`, canaryFailures: 0.01, weights: RAMP, knownGood: isMust ? '100 at 17 · 100 at 24' : '' },
  ];
};

const promotion: Omit<GridRow, 'name' | 'knownGood'> = { ...harm, counted: 'promote', weights: RAMP, margin: 0.1, claim: CLAIM };
const atMost = (percent: Partial<Record<NoiseName, number>>) => ({ must: { side: 'at most' as const, percent } });
const atLeast = (percent: Partial<Record<NoiseName, number>>) => ({ must: { side: 'at least' as const, percent } });
const same = (requestsPerMinute: number): GridRow => ({
  ...promotion,
  name: `identical, claims −30 %, ${requestsPerMinute} rpm, 2 h`,
  figure: 'promotedSame',
  requestsPerMinute,
  minutes: 120,
  ...atMost(all(1)),
  knownGood: '≤ .1',
});

/** The grid of the design, without the false rollbacks of identical versions, which have a table of their own. */
export const GRID_ROWS: readonly GridRow[] = [
  ...harmRows(0.05),
  ...harmRows(0.1),
  same(60),
  same(600),
  same(6000),
  { ...promotion, name: '−30 % latency, 600 rpm, 1 h', figure: 'promotedGain', canaryLatency: 0.7, ...atLeast(both(99)), knownGood: '100 · 99.9' },
  { ...promotion, name: '−30 % latency, 60 rpm, 1 h', requestsPerMinute: 60, canaryLatency: 0.7, knownGood: '40' },
  { ...promotion, name: '−30 % latency, 60 rpm, 2 h', figure: 'promotedGainSlow', requestsPerMinute: 60, canaryLatency: 0.7, minutes: 120, ...atLeast(both(80)), knownGood: '89 · 85' },
  {
    ...promotion,
    name: '−30 % latency, errors .1 → 1 %, 600 rpm, 1 h',
    figure: 'promotedGainFailing',
    canaryLatency: 0.7,
    canaryFailures: 0.01,
    ...atMost({ clean: 0.1, nuisance: 1 }),
    knownGood: '0 · ≤ .9',
  },
  { ...promotion, name: '+10 % latency, claims −30 %, 60 rpm, 2 h', figure: 'promotedUnseenHarm', requestsPerMinute: 60, canaryLatency: 1.1, minutes: 120, ...atMost(all(1)), knownGood: '—' },
  { ...promotion, name: 'identical, claims nothing, 600 rpm, 1 h', claim: null, knownGood: '99.8' },
  { ...promotion, name: 'identical, claims nothing, 60 rpm, 2 h', claim: null, requestsPerMinute: 60, minutes: 120, knownGood: '' },
];

/** One tick a second at 200 requests a second, weight .2 → .5, burn-in of 3 s: periods are seconds. */
const tick = { ...promotion, requestsPerMinute: 200, weights: [0.2, 0.5] as const, minutes: 120 };
export const TICK_ROWS: readonly GridRow[] = [
  { ...tick, name: '1 s ticks: −30 % latency', canaryLatency: 0.7, knownGood: 'in 20 s (p95 39)' },
  { ...tick, name: '1 s ticks: +50 % latency', counted: 'roll-back', claim: null, canaryLatency: 1.5, knownGood: 'in 7 s (12)' },
  { ...tick, name: '1 s ticks: 5 % failures', counted: 'roll-back', claim: null, canaryFailures: 0.05, knownGood: 'in 9 s (13)' },
];

export const trafficOfRow = (row: GridRow, noise: NoiseName): Traffic => ({
  requestsPerMinute: row.requestsPerMinute,
  noise: NOISE[noise],
  canaryLatency: row.canaryLatency,
  canaryFailures: row.canaryFailures,
  stableFailures: STABLE_FAILURES,
  margin: row.margin,
  claim: row.claim,
});
