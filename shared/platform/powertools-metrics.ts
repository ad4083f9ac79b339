import { MetricUnit, type Metrics as Powertools } from '@aws-lambda-powertools/metrics';
import type { Metrics, MetricUnit as Unit } from '../ports/metrics.ts';

const UNITS = { Count: MetricUnit.Count, Seconds: MetricUnit.Seconds, None: MetricUnit.NoUnit } as const satisfies Record<Unit, string>;

/** Numbers about Pawl as metrics in the log (embedded metric format): no call to CloudWatch. Written when the invocation ends, or at once where they have dimensions of their own. */
export const powertoolsMetrics = (powertools: Powertools): Metrics => ({
  publish: async (metrics, dimensions) => {
    for (const { name, value, unit } of metrics) {
      if (dimensions === undefined) powertools.addMetric(name, UNITS[unit], value);
      else {
        const single = powertools.singleMetric();
        single.addDimensions(dimensions);
        single.addMetric(name, UNITS[unit], value);
      }
    }
  },
});
