import { Duration } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard, GraphWidget, Metric, type Alarm, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { loopArns } from '../grants.ts';
import type { PawlNames } from '../names.ts';
import { ownMetric, type OwnMetric } from '../own-metrics.ts';
import type { DeadLetters } from './dead-letters.ts';
import { FUNCTION_NAMES } from '../functions.ts';

export interface OperatorDashboardProps {
  readonly names: PawlNames;
  readonly alarms: readonly Alarm[];
  readonly deadLetters: DeadLetters;
}

const HALF = 12;
const THIRD = 8;
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** One page for whoever looks after Pawl: the three graphs of the requirements, then whether Pawl itself is well. */
export class OperatorDashboard extends Construct {
  constructor(scope: Construct, id: string, { names, alarms, deadLetters }: OperatorDashboardProps) {
    super(scope, id);
    const own = (name: OwnMetric, periodSeconds: number, statistic: string): Metric => ownMetric(names.stage, name, { periodSeconds, statistic, label: name });
    const graph = (title: string, left: IMetric[], width: number, right: IMetric[] = []): GraphWidget => new GraphWidget({ title, left, right, width, height: 6 });
    const ofFunctions = (metricName: string, statistic: string): Metric[] =>
      FUNCTION_NAMES.map((name) => new Metric({ namespace: 'AWS/Lambda', metricName, statistic, period: Duration.minutes(5), label: name, dimensionsMap: { FunctionName: names.function(name) } }));
    const arns = loopArns(this, names);
    const ofMachines = (metricName: string): Metric[] =>
      Object.entries({ cycle: arns.cycleMachine, improvement: arns.improvementMachine }).map(
        ([label, arn]) => new Metric({ namespace: 'AWS/States', metricName, statistic: 'Sum', period: Duration.minutes(5), label: `${label}: ${metricName}`, dimensionsMap: { StateMachineArn: arn } }),
      );

    new Dashboard(this, 'Dashboard', {
      dashboardName: `${names.loop}-ImprovementCycle`,
      defaultInterval: Duration.days(1),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 3 })],
        [
          graph('Improvement Success Rate', [own('improvements_deployed', HOUR, 'Sum'), own('improvements_rolled_back', HOUR, 'Sum')], THIRD),
          graph('Cycle Duration', [own('cycle_duration_seconds', HOUR, 'Average'), own('cycle_active_seconds', HOUR, 'Average')], THIRD),
          graph('Impact Score Trend', [own('impact_score_total', DAY, 'Sum')], THIRD),
        ],
        [
          graph('Releases being watched', [own('releases_watched', MINUTE, 'Maximum')], THIRD),
          graph('The guard', [own('guard_looks', MINUTE, 'Sum')], THIRD, [own('guard_acts', MINUTE, 'Sum')]),
          graph('Telemetry', [own('telemetry_lines', MINUTE, 'Sum')], THIRD, [own('telemetry_lag_seconds', MINUTE, 'Maximum')]),
        ],
        [
          graph('Executions that did not end well', ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'].flatMap(ofMachines), HALF),
          graph(
            'Dead letters',
            [deadLetters.undeliveredEvents, deadLetters.failedInvocations].map((queue) => queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' })),
            HALF,
          ),
        ],
        [graph('Errors of functions', ofFunctions('Errors', 'Sum'), HALF), graph('Duration of functions (p95, ms)', ofFunctions('Duration', 'p95'), HALF)],
      ],
    });
  }
}
