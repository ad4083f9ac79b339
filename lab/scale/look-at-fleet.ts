import { collectDue } from '../../lambdas/telemetry/collect-due.ts';
import type { Settings } from '../../shared/config/settings.ts';
import { settingsFor } from '../../shared/config/settings-for.ts';
import { systemIds } from '../../shared/adapters/local/system-ids.ts';
import type { LogLine } from '../../shared/domain/signal.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ItemStore } from '../../shared/ports/item-store.ts';
import type { Fleet } from './fleet.ts';

/** What each target logged since the last look: the same for all of a kind. `batches`: deliveries that it came in. */
export type Logged = { readonly lines: readonly LogLine[]; readonly batches: number };

/** A look of telemetry at every target of a fleet, each with `logged` to read. As on AWS: metered, and its minutes asked for. */
export const lookAtFleet = async (store: ItemStore, fleet: Fleet, logged: (functionName: string) => Logged, { clock, settings, everything }: { clock: Clock; settings: Settings; everything: boolean }): Promise<{ lines: number; failed: readonly unknown[] }> => {
  const { looks } = await collectDue(
    { everything },
    {
      ...fleet, store, clock, settings, ids: systemIds,
      settingsFor: ({ tenantId }) => settingsFor(settings, tenantId),
      isBilled: true,
      feed: async (targets) => ({ apiCalls: Math.ceil(targets.length / 500), asked: targets.map(({ functionName }) => functionName) }),
      telemetry: {
        read: async (functionName, cursor, limit) => {
          const { lines, batches } = logged(functionName);
          const last = lines.at(-1);
          const isRead = last === undefined || cursor === last.id;
          return { lines: isRead ? [] : lines.slice(0, limit), events: [], next: last?.id ?? cursor ?? 'start', completeUntil: clock.now() - 35_000, caughtUp: true, requests: { lists: 1, gets: isRead ? 0 : batches } };
        },
      },
    },
  );
  return { lines: looks.reduce((sum, look) => sum + (look.ok ? look.collected.lines : 0), 0), failed: looks.flatMap((look) => (look.ok ? [] : [look.error])) };
};
