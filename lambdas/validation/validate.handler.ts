import * as z from 'zod';
import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { validateDependencies } from './dependencies.ts';
import { validateImprovement } from './validate-improvement.ts';

export const handler = phaseHandler({ name: 'validate', input: z.object({ improvementId: z.string() }), run: validateImprovement, dependencies: validateDependencies });
