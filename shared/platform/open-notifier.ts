import { systemClock } from '../adapters/local/system-clock.ts';
import { settingsOnAws } from '../config/aws-settings.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { Notifier } from '../ports/notifier.ts';
import { outboxNotifier, tellAll } from '../store/outbox-notifier.ts';
import { atFirstCall } from './at-first-call.ts';
import { required } from './environment.ts';
import type { Ground } from './phase-handler.ts';

/** Tells people: by the topic, and through the outbox by whatever Slack and webhooks are configured. Most invocations have nothing to tell. */
export const openNotifier = ({ environment, host }: Ground, store: ItemStore): Notifier => {
  const { PAWL_TOPIC_ARN } = required(environment, 'PAWL_TOPIC_ARN');
  const topic = atFirstCall<Notifier>({ send: true }, async () => (await import('./sns.ts')).notifierOn(PAWL_TOPIC_ARN, host, store));
  const read = settingsOnAws(environment);
  const channels = (read.ok ? read.settings.notifications : undefined) ?? [];
  // The outbox first: its sender is woken by the topic.
  const kept = channels.length === 0 ? [] : [outboxNotifier({ store, clock: systemClock, channels, host })];
  return tellAll([...kept, topic], () => environment['PAWL_ADDRESS']);
};
