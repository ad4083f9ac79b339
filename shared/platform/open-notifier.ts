import type { ItemStore } from '../ports/item-store.ts';
import type { Notifier } from '../ports/notifier.ts';
import { atFirstCall } from './at-first-call.ts';
import { required } from './environment.ts';
import type { Ground } from './phase-handler.ts';

/** Tells people; most invocations have nothing to tell. */
export const openNotifier = ({ environment, host }: Ground, store: ItemStore): Notifier => {
  const { PAWL_TOPIC_ARN } = required(environment, 'PAWL_TOPIC_ARN');
  return atFirstCall<Notifier>({ send: true }, async () => (await import('./sns.ts')).notifierOn(PAWL_TOPIC_ARN, host, store));
};
