import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { DeadLetters } from './constructs/dead-letters.ts';
import { pawlNames } from './names.ts';
import { ownMetric } from './own-metrics.ts';

/** One alarm on Pawl itself. */
export interface OwnAlarm {
  /** The end of its name; the stage stands before it. */
  readonly name: string;
  /** One sentence: what it means for people. */
  readonly means: string;
  /** The heading in docs/runbook.md. */
  readonly runbook: string;
  readonly metric: IMetric;
  readonly comparison: ComparisonOperator;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly missing: TreatMissingData;
}

const MORE = ComparisonOperator.GREATER_THAN_THRESHOLD;
const LESS = ComparisonOperator.LESS_THAN_THRESHOLD;
const HOUR = 3600;
const FINE = TreatMissingData.NOT_BREACHING;

/** Silence is the finding: a count that nobody publishes is as bad as a count of nought. Alarms after five minutes without one. */
const silence = (metric: IMetric) => ({ metric, comparison: LESS, threshold: 1, evaluationPeriods: 5, missing: TreatMissingData.BREACHING }) as const;

/** The alarms on Pawl itself: the three of the requirements, then what an operator must not miss. Metrics: docs/metrics.md. */
export const ownAlarms = (stage: string, { undeliveredEvents, failedInvocations }: DeadLetters, hasChannels: boolean): readonly OwnAlarm[] => [
  {
    name: 'HighFailureRate',
    means: 'More than three cycles failed within an hour, so Pawl finds and mends nothing until somebody looks.',
    runbook: 'Cycles fail',
    metric: ownMetric(stage, 'improvement_cycles_failed', { periodSeconds: HOUR, statistic: 'Sum' }),
    comparison: MORE,
    threshold: 3,
    evaluationPeriods: 1,
    missing: FINE,
  },
  {
    name: 'HighRollbackRate',
    means: 'More than two candidates were taken back within an hour: users were served by the stable version again, but something keeps writing bad remedies.',
    runbook: 'Many candidates are rolled back',
    metric: ownMetric(stage, 'improvements_rolled_back', { periodSeconds: HOUR, statistic: 'Sum' }),
    comparison: MORE,
    threshold: 2,
    evaluationPeriods: 1,
    missing: FINE,
  },
  {
    name: 'LongCycleDuration',
    means: 'A cycle worked for more than five minutes, not counting the watch and the wait for people, so improvements arrive late.',
    runbook: 'A cycle takes too long',
    metric: ownMetric(stage, 'cycle_active_seconds', { periodSeconds: 300, statistic: 'Maximum' }),
    comparison: MORE,
    threshold: 300,
    evaluationPeriods: 1,
    missing: FINE,
  },
  {
    name: 'GuardSilent',
    means: 'The guard has not looked for five minutes: if the watch dies too, nobody takes a bad candidate off the users.',
    runbook: 'The guard is silent',
    ...silence(ownMetric(stage, 'guard_looks', { periodSeconds: 60, statistic: 'SampleCount' })),
  },
  {
    name: 'GuardActed',
    means: 'The guard took traffic back or finished what was left half-done: users are safe, but whoever should have done it did not.',
    runbook: 'The guard acted',
    metric: ownMetric(stage, 'guard_acts', { periodSeconds: 60, statistic: 'Sum' }),
    comparison: MORE,
    threshold: 0,
    evaluationPeriods: 1,
    missing: FINE,
  },
  {
    name: 'WatchSilent',
    means: 'Nobody has judged the running releases for five minutes; the guard takes them back by now.',
    runbook: 'The watch is silent',
    ...silence(ownMetric(stage, 'releases_watched', { periodSeconds: 60, statistic: 'SampleCount' })),
  },
  {
    name: 'TelemetrySilent',
    means: 'Nobody has read telemetry for five minutes, so releases are rolled back unjudged and nothing new is found.',
    runbook: 'Telemetry cannot be read',
    ...silence(ownMetric(stage, 'telemetry_lines', { periodSeconds: 60, statistic: 'SampleCount' })),
  },
  {
    name: 'TelemetryLate',
    means: 'Telemetry is read more than five minutes late, so harm done by a candidate is seen that much later.',
    runbook: 'Telemetry is late',
    metric: ownMetric(stage, 'telemetry_lag_seconds', { periodSeconds: 60, statistic: 'Maximum' }),
    comparison: MORE,
    threshold: 300,
    evaluationPeriods: 3,
    missing: FINE,
  },
  {
    name: 'UndeliveredEvents',
    means: 'An event never reached Pawl: an alarm, a deployment or an ended execution went unheard.',
    runbook: 'Events were not delivered',
    metric: undeliveredEvents.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
    comparison: MORE,
    threshold: 0,
    evaluationPeriods: 1,
    missing: FINE,
  },
  {
    name: 'FailedInvocations',
    means: 'A function of Pawl failed on an event each time it was tried, so what the event asked for was not done.',
    runbook: 'Events could not be handled',
    metric: failedInvocations.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
    comparison: MORE,
    threshold: 0,
    evaluationPeriods: 1,
    missing: FINE,
  },
  ...(hasChannels ? [noticesUnsent(stage)] : []),
];

/** What sends to Slack and webhooks keeps what it could not send; when it fails altogether, nobody is told of anything there, and of that neither. */
const noticesUnsent = (stage: string): OwnAlarm => ({
  name: 'NoticesUnsent',
  means: 'What sends to Slack and webhooks failed altogether several times, so people there are told nothing; mail still comes.',
  runbook: 'Notices are not sent',
  metric: new Metric({ namespace: 'AWS/Lambda', metricName: 'Errors', dimensionsMap: { FunctionName: pawlNames(stage).function('deliver-notices') }, period: Duration.minutes(5), statistic: 'Sum' }),
  comparison: MORE,
  threshold: 2,
  evaluationPeriods: 1,
  missing: FINE,
});

/** An alarm's text: what it means, and where to read on. */
export const describeAlarm = (means: string, runbook: string): string => `${means} Runbook: “${runbook}” in docs/runbook.md.`;
