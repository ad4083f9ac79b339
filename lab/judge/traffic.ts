import type { Claim } from '../../shared/domain/claim.ts';
import type { HalfCounts } from '../../shared/rules/judge/dispersion.ts';
import type { Counts, Minute } from '../../shared/rules/judge/minute.ts';
import { normalTail } from './normal-tail.ts';
import type { Random } from './random.ts';

/** Standard deviation of log latency within a version (p95 is 2.3 × the median), and the normal quantile of a p95. */
const SIGMA = 0.5;
const Z95 = 1.6448536269514722;
const DENSITY_AT_P95 = 0.10313564037537139;

/**
 * What disturbs measured traffic. `shared…` moves both versions together (load, upstreams), `arm…` each version alone: AR(1) drift of
 * log latency with this stationary deviation and correlation from one minute to the next, cut off at ±`armLimit`. `burst`: mean number of requests
 * that fail together (geometric). `loadDeviation`: of the log of the arrival rate.
 */
export interface Noise {
  readonly sharedDeviation: number;
  readonly armDeviation: number;
  readonly armCorrelation: number;
  readonly armLimit: number;
  readonly burst: number;
  readonly loadDeviation: number;
}
export const NOISE = {
  clean: { sharedDeviation: 0, armDeviation: 0, armCorrelation: 0, armLimit: 0, burst: 1, loadDeviation: 0 },
  nuisance: { sharedDeviation: 0.05, armDeviation: 0.02, armCorrelation: 0.7, armLimit: 0.05, burst: 1.5, loadDeviation: 0.1 },
  harsh: { sharedDeviation: 0.1, armDeviation: 0.05, armCorrelation: 0.9, armLimit: 0.05, burst: 4, loadDeviation: 0.2 },
} as const satisfies Record<string, Noise>;
export type NoiseName = keyof typeof NOISE;

/** Two versions under one load. `canaryLatency`: factor on the canary's latency. Failure rates are per request, 0–1. */
export interface Traffic {
  readonly requestsPerMinute: number;
  readonly noise: Noise;
  readonly canaryLatency: number;
  readonly canaryFailures: number;
  readonly stableFailures: number;
  readonly margin: number;
  readonly claim: Claim | null;
}

/** One version's own drift of log latency. */
interface Arm {
  drift: number;
}
const SHARED_CORRELATION = 0.9;
const HISTORY_MINUTES = 60;

/** Both versions' traffic, minute by minute, at the weight the caller asks for. `c` is estimated from an hour, as the product must. */
export function trafficOf(random: Random, traffic: Traffic) {
  const { noise, margin, claim } = traffic;
  const historyRequests = Math.max(20, traffic.requestsPerMinute * HISTORY_MINUTES);
  const logC = SIGMA * Z95 + (random.normal() * SIGMA * Math.sqrt(0.0475 / historyRequests)) / DENSITY_AT_P95;
  const logMargin = logC + Math.log1p(margin);
  const logClaim = claim?.on === 'latency' ? logC + Math.log1p(-claim.gain / 2) : logC;
  const canary: Arm = { drift: noise.armDeviation * random.normal() };
  const stable: Arm = { drift: noise.armDeviation * random.normal() };
  let shared = noise.sharedDeviation * random.normal();
  let load = 0;

  const step = (value: number, deviation: number, correlation: number): number =>
    deviation === 0 ? 0 : correlation * value + deviation * Math.sqrt(1 - correlation * correlation) * random.normal();
  const cut = (value: number): number => Math.max(-noise.armLimit, Math.min(noise.armLimit, value));

  const failuresOf = (requests: number, rate: number): number => {
    if (noise.burst === 1) return random.binomial(requests, rate);
    let failures = 0;
    for (let bursts = random.poisson((requests * rate) / noise.burst); bursts > 0; bursts -= 1) failures += random.geometric(noise.burst);
    return Math.min(requests, failures);
  };
  const tail = (logThreshold: number, logLatency: number): number => normalTail((logThreshold - logLatency) / SIGMA);
  const countsOf = (requests: number, logLatency: number, failureRate: number): Counts => {
    const chanceClaim = tail(logClaim, logLatency);
    const chanceSlow = tail(logC, logLatency);
    const slowClaim = random.binomial(requests, chanceClaim);
    const slow = logClaim === logC ? slowClaim : random.binomial(slowClaim, chanceSlow / chanceClaim);
    const slowMargin = random.binomial(slow, tail(logMargin, logLatency) / chanceSlow);
    return { requests, failures: failuresOf(requests, failureRate), slow, slowMargin, slowClaim };
  };
  const move = (): number => {
    shared = step(shared, noise.sharedDeviation, SHARED_CORRELATION);
    load = step(load, noise.loadDeviation, SHARED_CORRELATION);
    canary.drift = step(canary.drift, noise.armDeviation, noise.armCorrelation);
    stable.drift = step(stable.drift, noise.armDeviation, noise.armCorrelation);
    return random.poisson(traffic.requestsPerMinute * Math.exp(load));
  };

  return {
    /**
     * The measured p95 of both versions in the minute just drawn, in units of the median: around the true one with the asymptotic error
     * of a sample quantile. For rivals of the judge; drawn beside the counts, not from the same requests.
     */
    p95(minute: { canary: Counts; stable: Counts }): { canary: number; stable: number } {
      const measured = (requests: number, logLatency: number): number =>
        Math.exp(logLatency + SIGMA * (Z95 + (random.normal() * Math.sqrt(0.0475 / Math.max(1, requests))) / DENSITY_AT_P95));
      return {
        canary: measured(minute.canary.requests, shared + cut(canary.drift) + Math.log(traffic.canaryLatency)),
        stable: measured(minute.stable.requests, shared + cut(stable.drift)),
      };
    },
    /** The next minute of a release at this weight. */
    minute(minute: number, weight: number): Minute & { canary: Counts; stable: Counts } {
      const requests = move();
      const toCanary = random.binomial(requests, weight);
      return {
        minute,
        weight,
        canary: countsOf(toCanary, shared + cut(canary.drift) + Math.log(traffic.canaryLatency), traffic.canaryFailures),
        stable: countsOf(requests - toCanary, shared + cut(stable.drift), traffic.stableFailures),
      };
    },
    /**
     * A minute of the stable version alone, its environments split in two. Half of the variance of an arm's drift belongs to the version
     * and not to its environments, so that the split does not see it: an environment split is the weaker calibration, as in life.
     */
    halves(): { a: HalfCounts; b: HalfCounts } {
      const requests = move();
      const inA = random.binomial(requests, 0.5);
      return {
        a: countsOf(inA, shared + cut(canary.drift * Math.SQRT1_2), traffic.stableFailures),
        b: countsOf(requests - inA, shared + cut(stable.drift * Math.SQRT1_2), traffic.stableFailures),
      };
    },
  };
}
