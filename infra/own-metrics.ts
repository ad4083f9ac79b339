import { Duration } from 'aws-cdk-lib';
import { Metric, type MetricProps } from 'aws-cdk-lib/aws-cloudwatch';

/** The names of docs/metrics.md that alarms and dashboard look at. */
export type OwnMetric =
  | 'improvement_cycles_failed'
  | 'improvements_deployed'
  | 'improvements_rolled_back'
  | 'cycle_duration_seconds'
  | 'cycle_active_seconds'
  | 'impact_score_total'
  | 'guard_looks'
  | 'guard_acts'
  | 'telemetry_lines'
  | 'telemetry_lag_seconds'
  | 'releases_watched';

export const METRIC_NAMESPACE = 'Pawl';

/** The one dimension of Pawl's metrics: Powertools' service name. Several functions count the same metric, and stages must not mix. */
export const serviceName = (stage: string): string => `pawl-${stage}`;

/** A metric that Pawl publishes about itself. */
export const ownMetric = (stage: string, metricName: OwnMetric, { periodSeconds, ...props }: { periodSeconds: number } & Pick<MetricProps, 'statistic' | 'label' | 'color'>): Metric =>
  new Metric({ namespace: METRIC_NAMESPACE, metricName, dimensionsMap: { service: serviceName(stage) }, period: Duration.seconds(periodSeconds), ...props });
