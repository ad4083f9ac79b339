import { reasonOf } from '../../shared/domain/execution-error.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';
import type { Cycles } from '../../shared/store/cycles.ts';

export type FailCycleDependencies = {
  readonly cycles: Cycles;
  readonly notifier: Notifier;
  readonly clock: Clock;
  /** Writes the report of the cycle as it stands, with its failure, and tells people. */
  readonly report: (cycleId: string) => Promise<unknown>;
};

/** Ends a cycle that could not be carried out, with the reason in its record and its report, and tells people. What ended before stays as it ended. */
export const failCycle = async ({ cycleId, error }: { cycleId: string; error: unknown }, { cycles, notifier, clock, report }: FailCycleDependencies): Promise<{ state: 'failed' }> => {
  const failure = reasonOf(error);
  await cycles.update(cycleId, (cycle) => (cycle.state === 'running' ? { ...cycle, state: 'failed', failure, endedAt: clock.now() } : cycle));
  try {
    await report(cycleId);
  } catch (problem) {
    // Reporting may be the very thing that broke; then nobody has been told yet.
    await notifier.send({ key: `cycle-failed#${cycleId}`, severity: 'high', subject: 'A cycle failed', text: `Cycle ${cycleId}: ${failure} There is no report: ${reasonOf(problem)}` });
  }
  return { state: 'failed' };
};
