import { MetricUnit, type Metrics as Powertools } from '@aws-lambda-powertools/metrics';
import type { Metrics, MetricUnit as Unit } from '../ports/metrics.ts';

const UNITS = { Count: MetricUnit.Count, Seconds: MetricUnit.Seconds, None: MetricUnit.NoUnit } as const satisfies Record<Unit, string>;

/** Numbers about Pawl as metrics in the log (embedded metric format): no call to CloudWatch. Written when the invocation ends; one with dimensions of its own is counted a second time under these, since an alarm sees only the dimensions that it names. */
export const powertoolsMetrics = (powertools: Powertools): Metrics => ({
  publish: async (metrics, dimensions) => {
    for (const { name, value, unit } of metrics) {
      powertools.addMetric(name, UNITS[unit], value);
      if (dimensions === undefined) continue;
      const single = powertools.singleMetric();
      single.addDimensions(dimensions);
      single.addMetric(name, UNITS[unit], value);
    }
  },
});
