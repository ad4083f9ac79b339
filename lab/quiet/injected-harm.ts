import type { MetricName } from '../../shared/domain/metric-state.ts';
import { evidenceNeeded } from '../../shared/rules/discovery/evidence-needed.ts';
import { seededRandom } from '../judge/random.ts';
import { HealthyService, type Harm } from './healthy-service.ts';
import { WatchedService } from './watched-service.ts';

const DAY_MINUTES = 1440;
const MOST_MINUTES = 60;

/** The named degradations, each at the size that matters, and by which metric each is to be found. */
export const HARMS = {
  'latency +20 %': { harm: { latency: 1.2 }, metrics: ['latencyP50Ms', 'latencyP95Ms'] },
  'latency +25 %': { harm: { latency: 1.25 }, metrics: ['latencyP50Ms', 'latencyP95Ms'] },
  'latency +50 %': { harm: { latency: 1.5 }, metrics: ['latencyP50Ms', 'latencyP95Ms'] },
  'errors 1 → 6 %': { harm: { failures: 0.05 }, metrics: ['failureRate'] },
  'throughput −30 %': { harm: { traffic: 0.7 }, metrics: ['requestsPerMinute'] },
  'memory at 82 %': { harm: { memory: 0.82 }, metrics: ['memoryUtilisation'] },
  'p99 at 82 % of time-out': { harm: { durationUtilisation: 0.82 }, metrics: ['durationUtilisation'] },
  'concurrency at 82 %': { harm: { concurrency: 0.82 }, metrics: ['concurrencyUtilisation'] },
  '3 throttles a minute': { harm: { throttles: 3 }, metrics: ['throttlesPerMinute'] },
} as const satisfies Record<string, { harm: Harm; metrics: readonly MetricName[] }>;
export type HarmName = keyof typeof HARMS;
export const HARM_NAMES = Object.keys(HARMS) as HarmName[];

export type Findings = { readonly [name in HarmName]: readonly number[] };

/**
 * Minutes until each degradation is found, `Infinity` when not within an hour: in `services` services that were watched for `learnedDays` and some random
 * time of a week more (of a day, where they are young), at `rpm` requests a minute; every request drawn. Each starts from the same learned state.
 */
export const injectHarm = ({ seed, services, rpm, learnedDays, metricsWatched }: { readonly seed: number; readonly services: number; readonly rpm: number; readonly learnedDays: number; readonly metricsWatched: number }): Findings => {
  const needed = evidenceNeeded({ metricsWatched, discoveries: 0 });
  const found = Object.fromEntries(HARM_NAMES.map((name) => [name, [] as number[]])) as { [name in HarmName]: number[] };
  for (let index = 0; index < services; index += 1) {
    const late = learnedDays >= 7 ? 7 * DAY_MINUTES : DAY_MINUTES / 2;
    const from = Math.floor(learnedDays * DAY_MINUTES + seededRandom(seed * 7919 + index).uniform() * late);
    const service = HealthyService.drawnFor({ seed: seed * 1000 + index, rpm, minute: from });
    const watched = new WatchedService();
    for (let minute = 0; minute < from; minute += 1) watched.take(minute, service.minute(minute), Number.POSITIVE_INFINITY);
    for (const [order, name] of HARM_NAMES.entries()) found[name].push(minutesUntilFound(service.continued(seed * 7 + index * 100 + order), watched.restarted(), from, name, needed));
  }
  return found;
};

const minutesUntilFound = (service: HealthyService, watched: WatchedService, from: number, name: HarmName, needed: number): number => {
  const { harm, metrics }: { harm: Harm; metrics: readonly MetricName[] } = HARMS[name];
  for (let minute = 0; minute < MOST_MINUTES; minute += 1) {
    if (watched.take(from + minute, service.minute(from + minute, harm, true), needed).some((one) => metrics.includes(one.name))) return minute + 1;
  }
  return Number.POSITIVE_INFINITY;
};

/** Of the minutes until found: the percentage within fifteen, and the median. */
export const summaryOf = (minutes: readonly number[]): { within15Percent: number; median: number } => ({
  within15Percent: (100 * minutes.filter((each) => each <= 15).length) / Math.max(1, minutes.length),
  median: minutes.toSorted((a, b) => a - b)[Math.floor(minutes.length / 2)] ?? Number.POSITIVE_INFINITY,
});
