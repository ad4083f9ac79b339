import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CLIENT_OPTIONS } from '../adapters/aws/client-options.ts';
import { eventbridgeBus } from '../adapters/aws/eventbridge-bus.ts';
import { systemClock } from '../adapters/local/system-clock.ts';
import { required } from './environment.ts';
import type { Ground } from './phase-handler.ts';

export const openBus = ({ environment, host }: Ground) => eventbridgeBus({ client: new EventBridgeClient(CLIENT_OPTIONS), busName: required(environment, 'PAWL_BUS').PAWL_BUS, clock: systemClock, host });
