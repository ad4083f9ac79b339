import * as z from 'zod';
import { PHI_FLOOR } from './judge-settings.ts';

/** Block lengths in minutes: doubling, so that slow drift shows as well as bursts, at the cost of a few numbers each. */
const BLOCK_MINUTES = [1, 2, 4, 8, 16, 32] as const;
/** A block length with fewer finished blocks than this says nothing yet. */
const FEWEST_BLOCKS = 8;

const level = z.object({ minutes: z.number(), residual: z.number(), variance: z.number(), squares: z.number(), variances: z.number(), blocks: z.number() });
type Level = z.infer<typeof level>;
const levels = z.array(level).length(BLOCK_MINUTES.length);

/** Online state of a target's over-dispersion: constant size, plain JSON, one entry per block length and metric. */
export const Dispersion = z.object({ version: z.literal(1), lastMinute: z.number().int().nullable(), failures: levels, latency: levels });
export type Dispersion = z.infer<typeof Dispersion>;

/** One half of a version's traffic in one minute. */
export interface HalfCounts {
  readonly requests: number;
  readonly failures: number;
  readonly slow: number;
}

const EMPTY: Level = { minutes: 0, residual: 0, variance: 0, squares: 0, variances: 0, blocks: 0 };

export const initialDispersion = (): Dispersion => ({
  version: 1,
  lastMinute: null,
  failures: BLOCK_MINUTES.map(() => EMPTY),
  latency: BLOCK_MINUTES.map(() => EMPTY),
});

/** Which half an execution environment belongs to, by a hash of its id (FNV-1a), so that one environment's bad minute lands on one side. */
export function environmentHalf(environmentId: string): 'a' | 'b' {
  let hash = 0x811c9dc5;
  for (let i = 0; i < environmentId.length; i += 1) hash = Math.imul(hash ^ environmentId.charCodeAt(i), 0x01000193);
  return ((hash ^ (hash >>> 15) ^ (hash >>> 7)) & 1) === 0 ? 'a' : 'b';
}

function addToLevel(state: Level, length: number, residual: number, variance: number): Level {
  const minutes = state.minutes + 1;
  const sum = state.residual + residual;
  const expected = state.variance + variance;
  if (minutes < length) return { ...state, minutes, residual: sum, variance: expected };
  return {
    minutes: 0,
    residual: 0,
    variance: 0,
    squares: state.squares + sum * sum,
    variances: state.variances + expected,
    blocks: state.blocks + (expected > 0 ? 1 : 0),
  };
}

function addEvents(state: readonly Level[], eventsA: number, eventsB: number, shareA: number): Level[] {
  const events = eventsA + eventsB;
  const residual = eventsA - events * shareA;
  const variance = events * shareA * (1 - shareA);
  return state.map((each, i) => addToLevel(each, BLOCK_MINUTES[i] ?? 1, residual, variance));
}

/**
 * Adds one minute of two halves that should behave alike: the stable version's environments split by hash, or both sides of an A/A
 * release. Splitting single requests at random would measure 1 whatever the traffic. A minute that is not later changes nothing.
 */
export function addHalves(state: Dispersion, minute: number, a: HalfCounts, b: HalfCounts): Dispersion {
  if (state.lastMinute !== null && minute <= state.lastMinute) return state;
  if (a.requests === 0 || b.requests === 0) return { ...state, lastMinute: minute };
  const shareA = a.requests / (a.requests + b.requests);
  return {
    version: 1,
    lastMinute: minute,
    failures: addEvents(state.failures, a.failures, b.failures, shareA),
    latency: addEvents(state.latency, a.slow, b.slow, shareA),
  };
}

const mergeLevels = (one: readonly Level[], other: readonly Level[]): Level[] =>
  one.map((each, i) => {
    const { squares, variances, blocks } = other[i] ?? EMPTY;
    return { ...each, squares: each.squares + squares, variances: each.variances + variances, blocks: each.blocks + blocks };
  });

/** Finished blocks of both; unfinished ones of the first only. Keeps the first one's last minute. */
export const mergeDispersion = (one: Dispersion, other: Dispersion): Dispersion => ({
  ...one,
  failures: mergeLevels(one.failures, other.failures),
  latency: mergeLevels(one.latency, other.latency),
});

/**
 * Observed over binomial variance: of the shortest blocks, unless longer ones show more by over a standard error (χ² with as many degrees
 * of freedom as blocks or expected events, whichever are fewer); reported one standard error up. Independent bursts of size B give
 * E[B²]/E[B] at every length; drift shows at the longer ones.
 */
function ratio(state: readonly Level[]): number {
  const estimates = state
    .filter(({ blocks, variances }) => blocks >= FEWEST_BLOCKS && variances > 0)
    .map(({ squares, variances, blocks }) => ({ value: squares / variances, error: Math.sqrt(2 / Math.max(1, Math.min(blocks, variances))) }));
  const clearest = estimates.reduce((best, each) => (each.value > best.value * (1 + each.error) ? each : best), estimates[0] ?? { value: 1, error: 0 });
  return Math.max(1, clearest.value * (1 + clearest.error));
}

/** φ for a release: the largest of what the environment splits say, what A/A releases say, and the floor (failures 2, latency 1). */
export const phiFrom = (...sources: readonly Dispersion[]): { failures: number; latency: number } => ({
  failures: Math.max(PHI_FLOOR.failures, ...sources.map(({ failures }) => ratio(failures))),
  latency: Math.max(PHI_FLOOR.latency, ...sources.map(({ latency }) => ratio(latency))),
});
