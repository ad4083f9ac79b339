import { readFileSync } from 'node:fs';
import type { PawlNames } from '../../infra/names.ts';
import { arnOf } from './iam-request.ts';

/** A state machine's file with the ARNs of its functions put in, as the stack does. */
export const machineDefinition = (machine: 'cycle' | 'improvement', names: PawlNames): string =>
  readFileSync(new URL(`../../infra/${machine}.asl.json`, import.meta.url), 'utf8').replaceAll(/\$\{(\w+?)(FunctionArn|StateMachineArn)\}/g, (_, name: string, kind: string) =>
    kind === 'StateMachineArn' ? arnOf('states', `stateMachine:${names.improvementMachine}`) : arnOf('lambda', `function:${names.function(name.replaceAll(/(?<!^)[A-Z]/g, '-$&').toLowerCase())}`),
  );
