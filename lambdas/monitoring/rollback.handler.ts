import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { carryOut, RollbackRequest } from '../../shared/release/action-request.ts';
import { effectsDependencies } from './dependencies.ts';

export const handler = phaseHandler({ name: 'rollback', input: RollbackRequest, run: carryOut, dependencies: effectsDependencies });
