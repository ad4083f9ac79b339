import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { PawlNames } from '../names.ts';

export interface TopicsProps {
  readonly names: PawlNames;
  /** Gets notices and alarms, after confirming the subscription. */
  readonly email?: string | undefined;
}

/**
 * How Pawl tells people: notices of what it did, and alarms about itself. Encrypted with a key of the stack's own, because CloudWatch may not
 * use the key that SNS brings along.
 */
export class Topics extends Construct {
  readonly key: Key;
  readonly notices: Topic;
  readonly alarms: Topic;

  constructor(scope: Construct, id: string, { names, email }: TopicsProps) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    this.key = new Key(this, 'Key', { description: `Notices and alarms of ${names.loop}.`, enableKeyRotation: true, pendingWindow: Duration.days(7), removalPolicy: RemovalPolicy.DESTROY });
    this.notices = new Topic(this, 'Notices', { topicName: `${names.loop}-notices`, masterKey: this.key, enforceSSL: true });
    this.alarms = new Topic(this, 'Alarms', { topicName: `${names.loop}-alarms`, masterKey: this.key, enforceSSL: true });

    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com');
    const ownAlarms = { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${region}:${account}:alarm:*` } };
    this.alarms.addToResourcePolicy(new PolicyStatement({ sid: 'OwnAlarmsOnly', principals: [cloudWatch], actions: ['sns:Publish'], resources: [this.alarms.topicArn], conditions: ownAlarms }));
    this.key.addToResourcePolicy(new PolicyStatement({ sid: 'OwnAlarmsOnly', principals: [cloudWatch], actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: ['*'], conditions: { StringEquals: { 'aws:SourceAccount': account } } }));

    if (email !== undefined) for (const topic of [this.notices, this.alarms]) topic.addSubscription(new EmailSubscription(email));
  }
}
