import { collectDue } from '../../lambdas/telemetry/collect-due.ts';
import type { Settings } from '../../shared/config/settings.ts';
import { settingsFor } from '../../shared/config/settings-for.ts';
import { systemIds } from '../../shared/adapters/local/system-ids.ts';
import type { LogLine } from '../../shared/domain/signal.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ItemStore } from '../../shared/ports/item-store.ts';
import type { Fleet } from './fleet.ts';

/** What a target logged in [`from`, `until`), both at whole minutes, and in how many deliveries it came. */
export type LoggedBetween = (functionName: string, from: number, until: number) => { readonly lines: readonly LogLine[]; readonly batches: number };

const MINUTE_MS = 60_000;
/** As long as a line may take into the spool. */
const DELIVERY_MS = 35_000;

/** A look of telemetry at every target of a fleet, each with what it logged since the one before, `begin` at the earliest. As on AWS: metered, and its minutes asked for. */
export const lookAtFleet = async (store: ItemStore, fleet: Fleet, logged: LoggedBetween, { clock, settings, everything, begin }: { clock: Clock; settings: Settings; everything: boolean; begin: number }): Promise<{ lines: number; failed: readonly unknown[] }> => {
  const { looks } = await collectDue(
    { everything },
    {
      ...fleet, store, clock, settings, ids: systemIds,
      settingsFor: ({ tenantId }) => settingsFor(settings, tenantId),
      isBilled: true,
      feed: async (targets) => ({ apiCalls: Math.ceil(targets.length / 500), asked: targets.map(({ functionName }) => functionName) }),
      telemetry: {
        read: async (functionName, cursor, limit) => {
          const from = Math.max(begin, Number(cursor ?? 0));
          const until = Math.max(from, Math.floor((clock.now() - DELIVERY_MS) / MINUTE_MS) * MINUTE_MS);
          const { lines, batches } = logged(functionName, from, until);
          return { lines: lines.slice(0, limit), events: [], next: String(until), completeUntil: until, caughtUp: true, requests: { lists: 1, gets: batches } };
        },
      },
    },
  );
  return { lines: looks.reduce((sum, look) => sum + (look.ok ? look.collected.lines : 0), 0), failed: looks.flatMap((look) => (look.ok ? [] : [look.error])) };
};
