import * as z from 'zod';
import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { dependencies } from './dependencies.ts';
import { generate } from './generate.ts';

export const handler = phaseHandler({ name: 'generate', input: z.object({ improvementId: z.string() }), run: generate, dependencies });
