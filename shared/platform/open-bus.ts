import { systemClock } from '../adapters/local/system-clock.ts';
import type { Bus } from '../ports/bus.ts';
import { atFirstCall } from './at-first-call.ts';
import { required } from './environment.ts';
import type { Ground } from './phase-handler.ts';

/** The loop's event bus; the client is loaded when there is something to tell. */
export const openBus = ({ environment, host }: Ground): Bus => {
  const { PAWL_BUS: busName } = required(environment, 'PAWL_BUS');
  return atFirstCall<Bus>({ publish: true }, async () => {
    const [{ EventBridgeClient }, { eventbridgeBus }, { CLIENT_OPTIONS }] = await Promise.all([import('@aws-sdk/client-eventbridge'), import('../adapters/aws/eventbridge-bus.ts'), import('../adapters/aws/client-options.ts')]);
    return eventbridgeBus({ client: new EventBridgeClient(CLIENT_OPTIONS), busName, clock: systemClock, host });
  });
};
