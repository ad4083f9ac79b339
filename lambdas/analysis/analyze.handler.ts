import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { analyzeCycle } from './analyze-cycle.ts';
import { AnalyzeInput } from './analyze.ts';
import { dependencies } from './dependencies.ts';

export const handler = phaseHandler({ name: 'analyze', input: AnalyzeInput, run: analyzeCycle, dependencies });
