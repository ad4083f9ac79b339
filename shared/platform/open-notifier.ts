import { SNSClient } from '@aws-sdk/client-sns';
import { CLIENT_OPTIONS } from '../adapters/aws/client-options.ts';
import { snsNotifier } from '../adapters/aws/sns-notifier.ts';
import type { ItemStore } from '../ports/item-store.ts';
import { required } from './environment.ts';
import type { Ground } from './phase-handler.ts';

export const openNotifier = ({ environment, host }: Ground, store: ItemStore) => snsNotifier({ client: new SNSClient(CLIENT_OPTIONS), topicArn: required(environment, 'PAWL_TOPIC_ARN').PAWL_TOPIC_ARN, store, host });
