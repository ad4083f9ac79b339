import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { PawlNames } from '../names.ts';

/** Where events end that nobody could handle. Kept as long as SQS can, so that a person can look and send them again. */
export class DeadLetters extends Construct {
  /** EventBridge could not reach the function. */
  readonly undeliveredEvents: Queue;
  /** The function failed on the event, each time it was tried. The message names function, event and error. */
  readonly failedInvocations: Queue;

  constructor(scope: Construct, id: string, names: PawlNames) {
    super(scope, id);
    const queue = (id: string, name: string): Queue => {
      const made = new Queue(this, id, { queueName: `${names.loop}-${name}`, encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) });
      acknowledge(made, 'AwsSolutions-SQS3', 'It is a dead-letter queue: of rules and of failed invocations.');
      return made;
    };
    this.undeliveredEvents = queue('UndeliveredEvents', 'undelivered-events');
    this.failedInvocations = queue('FailedInvocations', 'failed-invocations');
  }
}
