import * as z from 'zod';
import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { abandon } from './abandon.ts';
import { abandonDependencies } from './dependencies.ts';

export const handler = phaseHandler({ name: 'abandon', input: z.object({ improvementId: z.string(), error: z.unknown() }), run: abandon, dependencies: abandonDependencies });
