import { Duration, Stack, Tags } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, MathExpression, Metric, TreatMissingData, type AlarmProps, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { describeAlarm } from '../alarms.ts';
import type { PawlNames } from '../names.ts';

/** How bad an alarm is. `critical` starts an emergency. */
export type AlarmSeverity = 'critical' | 'high' | 'medium' | 'low';

/** From when on something is alarming, and how bad that is. */
export interface TargetMonitoring {
  /** More failed invocations a minute than this, three minutes of five. */
  readonly errors: { readonly perMinute: number; readonly severity?: AlarmSeverity };
  /** A 95th percentile above this, three minutes of five. */
  readonly duration: { readonly p95Ms: number; readonly severity?: AlarmSeverity };
  /** More throttled invocations a minute than this, three minutes of five. */
  readonly throttles: { readonly perMinute: number; readonly severity?: AlarmSeverity };
  /** Alarms that the owner has already, by name: they belong to this target too. */
  readonly ownAlarms?: Readonly<Record<string, AlarmSeverity>>;
}

export interface TargetAlarmsProps {
  readonly names: PawlNames;
  readonly targetId: string;
  readonly function: IFunction;
  readonly monitoring: TargetMonitoring;
  readonly logGroupName: string;
  readonly filterName: string;
}

const MINUTE = Duration.minutes(1);
const FIVE_MINUTES = Duration.minutes(5);

/** The alarms on one target. Each carries its severity as a tag and goes to Pawl's topic for alarms. */
export class TargetAlarms extends Construct {
  /** Name → severity, as the registration says it. */
  readonly severities: Readonly<Record<string, AlarmSeverity>>;
  readonly alarmArns: readonly string[];

  constructor(scope: Construct, id: string, { names, targetId, function: watched, monitoring, logGroupName, filterName }: TargetAlarmsProps) {
    super(scope, id);
    const topic = Topic.fromTopicArn(this, 'Topic', Stack.of(this).formatArn({ service: 'sns', resource: `${names.loop}-alarms` }));
    const severities: Record<string, AlarmSeverity> = { ...monitoring.ownAlarms };
    const arns: string[] = Object.keys(severities).map((name) => Stack.of(this).formatArn({ service: 'cloudwatch', resource: `alarm:${name}` }));
    const alarm = (name: string, severity: AlarmSeverity, means: string, runbook: string, metric: IMetric, threshold: number, more: Partial<AlarmProps> = {}): void => {
      const alarmName = names.alarm(`target-${targetId}-${name}`);
      const made = new Alarm(this, name, {
        alarmName,
        alarmDescription: describeAlarm(means, runbook),
        metric,
        threshold,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 5,
        datapointsToAlarm: 3,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        ...more,
      });
      made.addAlarmAction(new SnsAction(topic));
      Tags.of(made).add('pawl:severity', severity);
      severities[alarmName] = severity;
      arns.push(made.alarmArn);
    };

    const { errors, duration, throttles } = monitoring;
    alarm('errors', errors.severity ?? 'critical', `Requests to ${targetId} fail, and its users see errors.`, 'A target alarms', watched.metricErrors({ period: MINUTE, statistic: 'Sum' }), errors.perMinute);
    alarm('duration', duration.severity ?? 'high', `Requests to ${targetId} are slow for one in twenty.`, 'A target alarms', watched.metricDuration({ period: MINUTE, statistic: 'p95' }), duration.p95Ms);
    alarm('throttles', throttles.severity ?? 'high', `Requests to ${targetId} are turned away, because it has no concurrency left.`, 'A target alarms', watched.metricThrottles({ period: MINUTE, statistic: 'Sum' }), throttles.perMinute);

    // MiniStack has no alarms over several metrics.
    if (this.node.tryGetContext('emulator') !== 'true') {
      const forwarded = new Metric({ namespace: 'AWS/Logs', metricName: 'ForwardedLogEvents', statistic: 'Sum', period: FIVE_MINUTES, dimensionsMap: { LogGroupName: logGroupName, DestinationType: 'Lambda', FilterName: filterName } });
      const silent = new MathExpression({
        expression: 'IF(FILL(invocations, 0) > 0 AND FILL(forwarded, 0) == 0, 1, 0)',
        usingMetrics: { invocations: watched.metricInvocations({ period: FIVE_MINUTES, statistic: 'Sum' }), forwarded },
        period: FIVE_MINUTES,
        label: 'invoked, and no log line arrives',
      });
      alarm('telemetry-silent', 'medium', `${targetId} is called and Pawl hears nothing of it, so its releases are rolled back unjudged.`, 'A target is not heard', silent, 0, { evaluationPeriods: 2, datapointsToAlarm: 2 });
    }
    this.severities = severities;
    this.alarmArns = arns;
  }
}
