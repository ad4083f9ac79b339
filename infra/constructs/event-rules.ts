import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus, Rule, RuleTargetInput, Schedule, type EventPattern, type IEventBus } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionName } from '../functions.ts';
import { loopArns } from '../grants.ts';
import type { PawlNames } from '../names.ts';

export interface EventRulesProps {
  readonly names: PawlNames;
  readonly bus: IEventBus;
  readonly functionOf: (name: FunctionName) => LambdaFunction;
  readonly undeliveredEvents: Queue;
  /** The cron expression for scheduled cycles. */
  readonly cycleSchedule: string;
  /** Whether there are Slack or webhooks to be told. */
  readonly hasChannels: boolean;
}

/** A tick that is late by a minute is worth nothing: the next one is there. An event is worth telling for hours. */
const TICK = { retryAttempts: 0, maxEventAge: Duration.seconds(60) } as const;
const EVENT = { retryAttempts: 8, maxEventAge: Duration.hours(6) } as const;

/** After the week is over everywhere, in UTC. */
const DIGEST_SCHEDULE = 'cron(0 7 ? * MON *)';

/** What starts what: the minute ticks, the schedule, and the events that come from AWS and from the targets' stacks. */
export class EventRules extends Construct {
  constructor(scope: Construct, id: string, { names, bus, functionOf, undeliveredEvents, cycleSchedule, hasChannels }: EventRulesProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const arns = loopArns(this, names);
    const deadLetters = { deadLetterQueue: undeliveredEvents };
    const rule = (name: string, description: string, props: { eventPattern?: EventPattern; schedule?: Schedule; eventBus?: IEventBus }): Rule =>
      new Rule(this, name, { ruleName: `${names.loop}-${name}`, description, ...props });
    const tick = (name: FunctionName, description: string, { ruleName = name, event = {} }: { ruleName?: string; event?: object } = {}): void =>
      rule(ruleName, description, { schedule: Schedule.rate(Duration.minutes(1)) }).addTarget(new FunctionTarget(functionOf(name), { ...TICK, ...deadLetters, event: RuleTargetInput.fromObject(event) }));
    const onEvent = (name: string, description: string, eventPattern: EventPattern, to: FunctionName, eventBus?: IEventBus): void =>
      rule(name, description, { eventPattern, ...(eventBus ? { eventBus } : {}) }).addTarget(new FunctionTarget(functionOf(to), { ...EVENT, ...deadLetters }));

    tick('collect', 'Reads new telemetry, each minute.');
    tick('watch', 'Judges the running releases, each minute.');
    tick('guard', 'Takes back what nobody watches, each minute.');
    tick('alarm', 'Sees who serves on each alias, and finishes answers to alarms that were left half done, each minute.', { ruleName: 'look', event: { look: true } });
    if (hasChannels) tick('deliver-notices', 'Sends what Slack and webhooks are still to be told, each minute.');
    const scheduled = (name: string, description: string, expression: string, to: FunctionName): void =>
      rule(name, description, { schedule: Schedule.expression(expression) }).addTarget(new FunctionTarget(functionOf(to), { ...EVENT, ...deadLetters, event: RuleTargetInput.fromObject({}) }));
    scheduled('schedule', 'Starts the scheduled cycles.', cycleSchedule, 'start-scheduled-cycle');
    scheduled('digest', 'Writes the digest of the week, on Mondays.', DIGEST_SCHEDULE, 'digest');

    const alarms = { account: [account], source: ['aws.cloudwatch'], detailType: ['CloudWatch Alarm State Change'] };
    onEvent('alarm', 'An alarm went off: an emergency when it is critical and about a target.', { ...alarms, detail: { state: { value: ['ALARM'] } } }, 'alarm');
    onEvent('alarm-seen', 'Each change of an alarm, as telemetry.', alarms, 'receive-event');
    onEvent('invocation-result', 'Functions that completed, where a target sends its results to the default bus.', { account: [account], source: ['lambda'], detailType: [{ prefix: 'Lambda Function Invocation Result' }] as unknown as string[] }, 'receive-event');
    onEvent(
      'function-changed',
      'Who moved an alias or wrote code, where the account has a trail of management events.',
      {
        account: [account],
        source: ['aws.lambda'],
        detailType: ['AWS API Call via CloudTrail'],
        detail: { eventSource: ['lambda.amazonaws.com'], eventName: [{ prefix: 'UpdateAlias' }, { prefix: 'UpdateFunctionCode' }, { prefix: 'PublishVersion' }] },
      },
      'receive-event',
    );
    onEvent(
      'execution-ended',
      'An execution of Pawl’s ended without having come to its end.',
      {
        account: [account],
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [arns.cycleMachine, arns.improvementMachine], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      'execution-ended',
    );
    onEvent('target-deployed', 'An owner’s stack deployed new code.', { account: [account], source: ['pawl.targets'], detailType: ['Target Deployed'] }, 'deployment', bus);
  }
}

/** The loop's own bus, by its stable name. */
export const loopBus = (scope: Construct, names: PawlNames): EventBus => new EventBus(scope, 'Bus', { eventBusName: names.loop, description: 'What Pawl tells, and what targets’ stacks tell Pawl.' });
