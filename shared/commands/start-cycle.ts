import type { Cycle } from '../domain/cycle.ts';
import { serves, targetForTenant } from '../domain/tenant-target.ts';
import { firstOff, offSentence } from '../store/switches.ts';
import { refused, type CommandDependencies, type CommandResult } from './dependencies.ts';

export type StartCycleRequest = {
  readonly trigger: Cycle['trigger'];
  /** What started it, in words; the id derives from it, so that the same cause starts one cycle however often it is told. */
  readonly cause: string;
  readonly targetIds?: readonly string[];
  readonly tenantId?: string;
  readonly windowHours?: number;
  readonly maxImprovements?: number;
  readonly dryRun?: boolean;
  readonly emergency?: boolean;
};

export type StartCycleDependencies = Pick<CommandDependencies, 'cycles' | 'runner' | 'ids' | 'clock' | 'targets' | 'settingsFor' | 'flags'>;

const EMERGENCY_WINDOW_HOURS = 1;

/** Starts one pass over targets: analyse, improve what gets a slot, report. An emergency looks at one hour and takes one improvement. */
export const startCycle = async (dependencies: StartCycleDependencies, request: StartCycleRequest): Promise<CommandResult<{ cycleId: string; started: boolean }>> => {
  const { cycles, runner, ids, clock, targets, settingsFor } = dependencies;
  const off = await firstOff(dependencies.flags, ['cycles', ...(request.tenantId === undefined ? [] : [`tenant:${request.tenantId}` as const])]);
  if (off !== undefined) return refused(`${offSentence(off)} No cycle is started.`, 'off');
  const all = (await targets.all()).filter((target) => (request.targetIds?.includes(target.id) ?? true) && (request.tenantId === undefined || serves(target, request.tenantId)));
  const enabled = all.map((target) => targetForTenant(target, request.tenantId)).filter((target) => settingsFor(target).enabled);
  const [first] = enabled;
  if (!first) return refused('No target fits. `pawl status` lists the targets of this configuration and which tenants are switched off.');
  const settings = settingsFor(first);
  const emergency = request.emergency ?? false;
  const cycleId = ids.derived('cycle', `${request.trigger} ${request.cause}`);
  const created = await cycles.create({
    id: cycleId,
    targetIds: enabled.map(({ id }) => id),
    ...(request.tenantId === undefined ? {} : { tenantId: request.tenantId }),
    trigger: request.trigger,
    cause: request.cause,
    emergency,
    windowHours: request.windowHours ?? (emergency ? EMERGENCY_WINDOW_HOURS : settings.analysisWindowHours),
    maxImprovements: request.maxImprovements ?? (emergency ? 1 : settings.maxConcurrentImprovements),
    dryRun: request.dryRun ?? false,
    state: 'running',
    startedAt: clock.now(),
    telemetryAnalyzed: { metrics: 0, logs: 0, events: 0 },
    opportunityIds: [],
    improvementIds: [],
    phaseMs: {},
  });
  // Whoever made the record may have died before the execution was started; starting it twice starts nothing.
  if (created || (await cycles.get(cycleId)).state === 'running') await runner.startCycle(cycleId);
  return { ok: true, cycleId, started: created };
};
