import type { Command } from 'commander';
import { COMMANDS } from '../../shared/commands/table/command-table.ts';
import { FACES } from './faces.ts';
import { rowCommand } from './row-command.ts';

/** A command for every row of the table: what can be asked through any door can be asked here, under the same name. */
export const rowCommands = (): Command[] => COMMANDS.map((row) => rowCommand(row, FACES[row.name]));
