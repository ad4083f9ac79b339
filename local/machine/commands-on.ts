import type { CommandDependencies } from '../../shared/commands/dependencies.ts';
import type { CycleRunner } from '../../shared/ports/cycle-runner.ts';
import type { Machine } from './machine.ts';
import { askRollback } from './release-dependencies.ts';

/** What people may ask for, on this machine, with `runner` to carry on with it. */
export const commandsOn = (machine: Machine, runner: CycleRunner): CommandDependencies => ({ ...machine, runner, rollback: askRollback(machine) });
