import { ssmParameter } from '../../shared/adapters/aws/ssm-parameter.ts';
import { postNotice } from '../../shared/adapters/webhook/post-notice.ts';
import type { DeliverDependencies } from '../../shared/commands/deliver-notices.ts';
import { openStore } from '../../shared/platform/open-store.ts';
import type { Ground } from '../../shared/platform/phase-handler.ts';
import { placeFromParameters } from './place-from-parameters.ts';

export const deliverDependencies = (ground: Ground): DeliverDependencies => {
  const { store, clock, settings } = openStore(ground);
  return {
    store,
    clock,
    host: ground.host,
    channels: settings.notifications ?? [],
    placeOf: placeFromParameters(ssmParameter, clock),
    post: postNotice(),
    random: Math.random,
    address: () => ground.environment['PAWL_ADDRESS'],
  };
};
