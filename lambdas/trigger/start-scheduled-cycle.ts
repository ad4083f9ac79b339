import * as z from 'zod';
import { startCycle, type StartCycleDependencies } from '../../shared/commands/start-cycle.ts';
import { lastScheduledAt, nextScheduledAt } from './schedule.ts';

/** The rule's own event says nothing that is needed. */
export const ScheduleEvent = z.object({});

/** A rule that fires late is made good for this long; after that the next one is nearer to what people expect. */
const LATEST_MS = 3_600_000;

export type ScheduledStart = { readonly started: boolean; readonly cycleId?: string; readonly reason?: string };

/** Starts the cycle that is due. Its cause is the moment it was due, so that a rule which fires twice, or more often than the interval, starts it once. */
export const startScheduledCycle = async (_event: object, dependencies: StartCycleDependencies & { readonly settings: Parameters<typeof nextScheduledAt>[1] }): Promise<ScheduledStart> => {
  const { settings, clock } = dependencies;
  const now = clock.now();
  const due = lastScheduledAt(now, settings);
  if (now - due > LATEST_MS) return { started: false, reason: `The last one was due at ${iso(due)}; the next is at ${iso(nextScheduledAt(now, settings))}.` };
  const answer = await startCycle(dependencies, { trigger: 'schedule', cause: iso(due) });
  return answer.ok ? { started: answer.started, cycleId: answer.cycleId } : { started: false, reason: answer.reason };
};

const iso = (at: number): string => new Date(at).toISOString();
