import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { scheduleDependencies } from './dependencies.ts';
import { ScheduleEvent, startScheduledCycle } from './start-scheduled-cycle.ts';

export const handler = phaseHandler({ name: 'start-scheduled-cycle', input: ScheduleEvent, run: startScheduledCycle, dependencies: scheduleDependencies });
