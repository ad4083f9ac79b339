import { openStore } from '../../shared/platform/open-store.ts';
import { openIntake } from '../../shared/platform/open-telemetry.ts';
import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { receiveEvent, ReceiveEventInput } from './receive-event.ts';

export const handler = phaseHandler({
  name: 'receive-event',
  input: ReceiveEventInput,
  run: receiveEvent,
  dependencies: (ground) => ({ host: ground.host, ...openStore(ground), spool: openIntake(ground) }),
});
