import type { Environment } from '../../shared/platform/environment.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Host } from '../../shared/ports/host.ts';
import { SHARED, type CostLedger } from '../../shared/store/cost-ledger.ts';
import { microUsdOf } from './look-spending.ts';

export type OwnCostDependencies = { readonly ledger: Pick<CostLedger, 'add'>; readonly clock: Pick<Clock, 'now'>; readonly environment: Environment; readonly host: Pick<Host, 'notify'> };

/** The registered targets, which are read each minute. */
const TARGETS_READ_UNITS = 1;
/** This entry itself. */
const ENTRY = { readUnits: 1, writeUnits: 1 };

/** Counts what a tick of telemetry took for all targets together: its time, and what stands in no target's books. A failure to count fails nothing. */
export const keepOwnCost = async ({ begunAt, unaccounted }: { begunAt: number; unaccounted: { readUnits: number; writeUnits: number } }, { ledger, clock, environment, host }: OwnCostDependencies): Promise<void> => {
  const now = clock.now();
  const memoryMb = Number(environment['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'] ?? 0);
  const counts = {
    lambdaRequests: 1,
    lambdaGbSeconds: ((now - begunAt) / 1000) * (memoryMb / 1024),
    dynamoReads: unaccounted.readUnits + TARGETS_READ_UNITS + ENTRY.readUnits,
    dynamoWrites: unaccounted.writeUnits + ENTRY.writeUnits,
  };
  try {
    await ledger.add({ account: SHARED, at: now, counts, price: microUsdOf }, `collect ${begunAt}`);
  } catch (error) {
    host.notify({ code: 'PAWL-TELEMETRY-030', level: 'debug', text: `What this look cost could not be kept: ${error instanceof Error ? error.message : String(error)}` });
  }
};
