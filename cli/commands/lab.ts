import { Command } from 'commander';
import { clusterCommand } from '../lab/cluster-command.ts';
import { detectCommand } from '../lab/detect-command.ts';
import { firewallCommand } from '../lab/firewall-command.ts';
import { judgeCommand } from '../lab/judge-command.ts';
import { replayCommand } from '../lab/replay-command.ts';
import { scanCommand } from '../lab/scan-command.ts';
import { validateCommand } from '../lab/validate-command.ts';

export const labCommand = (): Command => new Command('lab').description('try the rules on recorded data').addCommand(judgeCommand()).addCommand(detectCommand()).addCommand(clusterCommand()).addCommand(replayCommand()).addCommand(scanCommand()).addCommand(validateCommand()).addCommand(firewallCommand());
