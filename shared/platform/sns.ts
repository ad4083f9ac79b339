import { SNSClient } from '@aws-sdk/client-sns';
import { CLIENT_OPTIONS } from '../adapters/aws/client-options.ts';
import { snsNotifier } from '../adapters/aws/sns-notifier.ts';
import type { Host } from '../ports/host.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { Notifier } from '../ports/notifier.ts';

export const notifierOn = (topicArn: string, host: Host, store: ItemStore): Notifier => snsNotifier({ client: new SNSClient(CLIENT_OPTIONS), topicArn, store, host });
