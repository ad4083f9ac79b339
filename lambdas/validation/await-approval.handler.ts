import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { awaitApproval, AwaitApprovalInput } from './await-approval.ts';
import { approvalDependencies } from './dependencies.ts';

export const handler = phaseHandler({ name: 'await-approval', input: AwaitApprovalInput, run: awaitApproval, dependencies: approvalDependencies });
