import { Command } from 'commander';
import { detectCommand } from '../lab/detect-command.ts';
import { judgeCommand } from '../lab/judge-command.ts';

export const labCommand = (): Command => new Command('lab').description('try the rules on recorded data').addCommand(judgeCommand()).addCommand(detectCommand());
