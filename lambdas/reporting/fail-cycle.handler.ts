import * as z from 'zod';
import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { reportingDependencies } from './dependencies.ts';
import { failCycle } from './fail-cycle.ts';

export const handler = phaseHandler({ name: 'fail-cycle', input: z.object({ cycleId: z.string(), error: z.unknown() }), run: failCycle, dependencies: reportingDependencies });
