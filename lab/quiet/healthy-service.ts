import type { MetricName } from '../../shared/domain/metric-state.ts';
import { countDuration, quantileMs, type Histogram } from '../../shared/domain/histogram.ts';
import { seededRandom, type Random } from '../judge/random.ts';
import { between, loadAt, traitsOf, type Traits } from './service-traits.ts';

/** One metric point as it would be worked out from a minute's records, or several where traffic is low. */
export type SimulatedPoint = { readonly name: MetricName; readonly value: number; readonly requests: number };
export type SimulatedMinute = { readonly points: readonly SimulatedPoint[]; readonly deployed: boolean };

/** What goes wrong in a minute, as factors and additions to what is healthy. */
export type Harm = { readonly latency?: number; readonly failures?: number; readonly traffic?: number; readonly memory?: number; readonly durationUtilisation?: number; readonly concurrency?: number; readonly throttles?: number };

const FEWEST_REQUESTS = 20;
const MOST_POOLED_MINUTES = 15;
const DAY_MINUTES = 1440;
/** Standard error of a quantile of n log-normal durations, in units of sigma / sqrt(n): sqrt(q (1 - q)) / density at the quantile. */
const QUANTILE_ERROR = { p50: 1.2533, p95: 2.1132, p99: 3.7331 } as const;
const NORMAL_QUANTILE = { p50: 0, p95: 1.6449, p99: 2.3263 } as const;
type Quantile = keyof typeof QUANTILE_ERROR;

/**
 * One healthy service, minute by minute: seasons of day and week, growth, load that wanders, nightly jobs, deployments with small steps and
 * cold starts, short bursts of failures, gaps without telemetry. What is drawn at a traffic of n requests a minute scatters as n requests do.
 */
export class HealthyService {
  readonly traits: Traits;
  readonly #random: Random;
  #wander = 0;
  #loadWander = 0;
  #step = 0;
  #sinceDeployment = 10_000;
  #gap = 0;
  #burst = 0;
  #pool = { minutes: 0, requests: 0, failures: 0, timeouts: 0, cold: 0 };

  private constructor(random: Random, traits: Traits) {
    this.#random = random;
    this.traits = traits;
  }

  static drawn(seed: number): HealthyService {
    const random = seededRandom(seed);
    return new HealthyService(random, traitsOf(random));
  }

  /** One of which so many requests a minute are to be expected in that minute, and of which one request in a hundred fails. */
  static drawnFor({ seed, rpm, minute }: { readonly seed: number; readonly rpm: number; readonly minute: number }): HealthyService {
    const random = seededRandom(seed);
    const traits = traitsOf(random);
    return new HealthyService(random, { ...traits, failureShare: 0.01, rpm: rpm / Math.exp(loadAt(traits, minute)) });
  }

  /** The same service from here on with other chance, and without anything but itself to disturb it. */
  continued(seed: number): HealthyService {
    const next = new HealthyService(seededRandom(seed), { ...this.traits, deploymentsPerWeek: 0, gapsPerWeek: 0, burstsPerWeek: 0 });
    next.#wander = this.#wander;
    next.#loadWander = this.#loadWander;
    next.#step = this.#step;
    next.#sinceDeployment = this.#sinceDeployment;
    return next;
  }

  /** `eachRequest`: durations are drawn one by one and counted as in production, instead of drawing the quantiles of so many. */
  minute(minute: number, harm: Harm = {}, eachRequest = false): SimulatedMinute {
    const random = this.#random;
    const { traits } = this;
    const days = minute / DAY_MINUTES;
    const normal = traits.heavyTail ? () => random.normal() / Math.sqrt(Math.max(0.15, random.uniform() + random.uniform())) : () => random.normal();

    const deployed = random.uniform() < traits.deploymentsPerWeek / 7 / DAY_MINUTES;
    if (deployed) {
      this.#step = traits.deploymentStep * random.normal();
      this.#sinceDeployment = 0;
    }
    this.#sinceDeployment += 1;
    if (this.#gap === 0 && random.uniform() < traits.gapsPerWeek / 7 / DAY_MINUTES) this.#gap = Math.ceil(between(random, 5, 600));
    this.#wander = traits.wander.keep * this.#wander + Math.sqrt(1 - traits.wander.keep ** 2) * traits.wander.size * normal();
    this.#loadWander = 0.95 * this.#loadWander + Math.sqrt(1 - 0.95 ** 2) * traits.loadWander * random.normal();
    if (this.#gap > 0) {
      this.#gap -= 1;
      return { points: [], deployed };
    }

    const load = loadAt(traits, minute) + this.#loadWander;
    const requests = random.poisson(traits.rpm * Math.exp(load + traits.growthPerDay * days) * (harm.traffic ?? 1));
    if (this.#burst === 0 && random.uniform() < traits.burstsPerWeek / 7 / DAY_MINUTES) this.#burst = Math.ceil(random.uniform() * 3);
    const failing = Math.min(0.9, traits.failureShare + (harm.failures ?? 0) + (this.#burst > 0 ? 0.15 : 0));
    if (this.#burst > 0) this.#burst -= 1;
    const pool = this.#pool;
    pool.minutes += 1;
    pool.requests += requests;
    pool.failures += random.binomial(requests, failing);
    pool.timeouts += random.binomial(requests, traits.failureShare / 20);
    pool.cold += random.binomial(requests, Math.min(0.5, traits.coldShare + 0.4 * Math.exp(-this.#sinceDeployment / 3)));

    const points: SimulatedPoint[] = [
      { name: 'requestsPerMinute', value: requests, requests },
      { name: 'concurrencyUtilisation', value: (harm.concurrency ?? traits.concurrency * Math.exp(0.3 * load)) * Math.exp(0.05 * normal()), requests },
    ];
    if ((harm.throttles ?? 0) > 0) points.push({ name: 'throttlesPerMinute', value: random.poisson(harm.throttles ?? 0), requests });
    if (pool.requests < FEWEST_REQUESTS && pool.minutes < MOST_POOLED_MINUTES) return { points, deployed };
    this.#pool = { minutes: 0, requests: 0, failures: 0, timeouts: 0, cold: 0 };
    if (pool.requests === 0) return { points, deployed };

    const n = pool.requests;
    const inBatch = traits.batchHour !== undefined && Math.abs(((minute / 60) % 24) - traits.batchHour) < 0.25;
    const common = this.#step + traits.latencyGrowthPerDay * days + traits.loadCoupling * load + this.#wander + (inBatch ? Math.log(traits.batchFactor) : 0) + Math.log(harm.latency ?? 1);
    const durations: Histogram = {};
    if (eachRequest) for (let request = 0; request < n; request += 1) countDuration(durations, Math.exp(traits.sigma * random.normal()));
    /** Logarithm of a quantile of the durations over their median. */
    const quantile = (q: Quantile): number =>
      eachRequest ? Math.log(quantileMs(durations, Number(q.slice(1)) / 100) ?? 1) : traits.sigma * (NORMAL_QUANTILE[q] + (QUANTILE_ERROR[q] / Math.sqrt(n)) * normal());
    const memory = harm.memory ?? traits.memory * (1 - 0.15 * Math.exp(-this.#sinceDeployment / 600));
    points.push(
      { name: 'failureRate', value: pool.failures / n, requests: n },
      { name: 'timeoutRate', value: pool.timeouts / n, requests: n },
      { name: 'coldStartShare', value: pool.cold / n, requests: n },
      { name: 'memoryUtilisation', value: memory + 0.008 * Math.abs(normal()), requests: n },
      { name: 'latencyP50Ms', value: traits.medianMs * Math.exp(common + quantile('p50')), requests: n },
    );
    if (n >= FEWEST_REQUESTS) {
      points.push(
        { name: 'latencyP95Ms', value: traits.medianMs * Math.exp(common + quantile('p95')), requests: n },
        { name: 'durationUtilisation', value: (harm.durationUtilisation ?? traits.p99Utilisation * Math.exp(common)) * Math.exp(quantile('p99') - traits.sigma * NORMAL_QUANTILE.p99), requests: n },
      );
    }
    return { points, deployed };
  }
}
