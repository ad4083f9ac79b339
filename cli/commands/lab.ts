import { Command } from 'commander';
import { judgeCommand } from '../lab/judge-command.ts';

export const labCommand = (): Command => new Command('lab').description('try the rules on recorded data').addCommand(judgeCommand());
