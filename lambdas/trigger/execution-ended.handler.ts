import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { executionDependencies } from './dependencies.ts';
import { ExecutionEnded, executionEnded } from './execution-ended.ts';

export const handler = phaseHandler({ name: 'execution-ended', input: ExecutionEnded, run: executionEnded, dependencies: executionDependencies });
