import { openIntake } from '../../shared/platform/open-telemetry.ts';
import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { receiveLogs, ReceiveLogsInput } from './receive-logs.ts';

export const handler = phaseHandler({ name: 'receive-logs', input: ReceiveLogsInput, run: receiveLogs, dependencies: (ground) => ({ spool: openIntake(ground) }) });
