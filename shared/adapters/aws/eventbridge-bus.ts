import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Bus, BusEvent } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Host } from '../../ports/host.ts';
import { putEvents } from './eventbridge-put-events.ts';

/** The `source` of everything that Pawl tells about itself; rules ask for it. */
export const EVENT_SOURCE = 'pawl';
const LONGEST_DETAIL = 200_000;

export type EventbridgeBusOptions = { readonly client: EventBridgeClient; readonly busName: string; readonly clock: Pick<Clock, 'sleep'>; readonly host: Pick<Host, 'notify'> };

/**
 * Publishes events on an event bus: `type` as the detail type, source `pawl`. A detail too large for the bus is cut down to its short fields, and
 * says so. When it cannot, the host is told (`PAWL-BUS-900`) and no error is thrown. What must arrive is put with `putEvents`, which throws.
 */
export const eventbridgeBus = ({ client, busName, clock, host }: EventbridgeBusOptions): Bus => ({
  async publish(event) {
    try {
      await putEvents({ client, busName, clock }, [{ source: EVENT_SOURCE, detailType: event.type, detail: fitting(event.detail), at: event.at }]);
    } catch (error) {
      host.notify({ code: 'PAWL-BUS-900', level: 'warning', text: `“${event.type}” could not be published: ${error instanceof Error ? error.message : String(error)}`, data: { type: event.type } });
    }
  },
});

const fitting = (detail: BusEvent['detail']): BusEvent['detail'] =>
  Buffer.byteLength(JSON.stringify(detail)) <= LONGEST_DETAIL
    ? detail
    : { ...Object.fromEntries(Object.entries(detail).filter(([, value]) => JSON.stringify(value ?? null).length <= 1000)), cutShort: true };
