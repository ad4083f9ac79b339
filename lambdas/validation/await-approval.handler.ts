import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { approvalDependencies } from './approval-dependencies.ts';
import { awaitApproval, AwaitApprovalInput } from './await-approval.ts';

export const handler = phaseHandler({ name: 'await-approval', input: AwaitApprovalInput, run: awaitApproval, dependencies: approvalDependencies });
