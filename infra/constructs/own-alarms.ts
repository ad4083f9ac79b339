import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { describeAlarm, ownAlarms } from '../alarms.ts';
import type { PawlNames } from '../names.ts';
import type { DeadLetters } from './dead-letters.ts';

export interface OwnAlarmsProps {
  readonly names: PawlNames;
  readonly topic: ITopic;
  readonly deadLetters: DeadLetters;
  /** Whether there are Slack or webhooks to be told. */
  readonly hasChannels: boolean;
}

/** The alarms on Pawl itself. Each tells the topic when it goes off and when it is over. */
export class OwnAlarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { names, topic, deadLetters, hasChannels }: OwnAlarmsProps) {
    super(scope, id);
    this.alarms = ownAlarms(names.stage, deadLetters, hasChannels).map(({ name, means, runbook, metric, comparison, threshold, evaluationPeriods, missing }) => {
      const alarm = new Alarm(this, name, {
        alarmName: names.alarm(name),
        alarmDescription: describeAlarm(means, runbook),
        metric,
        comparisonOperator: comparison,
        threshold,
        evaluationPeriods,
        treatMissingData: missing,
      });
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
      return alarm;
    });
  }
}
