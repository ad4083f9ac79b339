import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { command, CommandRequest } from './command.ts';
import { commandDependencies } from './dependencies.ts';

export const handler = phaseHandler({ name: 'command', input: CommandRequest, run: command, dependencies: commandDependencies });
