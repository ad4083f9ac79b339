import type { Metrics } from '../../ports/metrics.ts';

const NAMESPACE = 'Pawl';
/** CloudWatch takes this many metrics out of one line, and this many dimensions of a metric. */
const MOST_METRICS = 100;
const MOST_DIMENSIONS = 30;

export type EmfMetricsOptions = {
  /** The dimension `service` of every metric: `pawl-<stage>`, so that stages do not mix, and a metric that several functions count is one. */
  readonly service: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Where a line goes; standard output, which Lambda hands to CloudWatch Logs as it is, unless given. */
  readonly write?: (line: string) => void;
};

/**
 * Metrics as log lines in CloudWatch's embedded metric format: no call, no cost per call, and nothing lost when CloudWatch is slow.
 * Each line is one JSON object in the namespace `Pawl`. A metric with dimensions is there a second time without them, so that an alarm on the whole sees it.
 * Throws a `RangeError` for what CloudWatch would drop in silence: a value that is no finite number, a name that is there twice or also a dimension, too many dimensions.
 */
export const emfMetrics = ({ service, now, write = (line) => process.stdout.write(line) }: EmfMetricsOptions): Metrics => ({
  publish: async (metrics, dimensions = {}) => {
    const values = { service, ...dimensions };
    const names = Object.keys(values);
    const sets = names.length === 1 ? [names] : [['service'], names];
    if (new Set(metrics.map(({ name }) => name)).size !== metrics.length) throw new RangeError('A metric is named twice in one publication.');
    if (names.length > MOST_DIMENSIONS) throw new RangeError(`A metric has at most ${MOST_DIMENSIONS} dimensions, not ${names.length}.`);
    for (const { name, value } of metrics) {
      if (!Number.isFinite(value)) throw new RangeError(`The metric ${name} is ${value}, which is no number that CloudWatch keeps.`);
      if (names.includes(name) || name === '_aws') throw new RangeError(`The metric ${name} has the name of something else in its line.`);
    }
    for (let first = 0; first < metrics.length; first += MOST_METRICS) {
      const some = metrics.slice(first, first + MOST_METRICS);
      const directive = { Namespace: NAMESPACE, Dimensions: sets, Metrics: some.map(({ name, unit }) => ({ Name: name, Unit: unit })) };
      write(`${JSON.stringify({ _aws: { Timestamp: now(), CloudWatchMetrics: [directive] }, ...values, ...Object.fromEntries(some.map(({ name, value }) => [name, value])) })}\n`);
    }
  },
});
