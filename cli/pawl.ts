import { Command } from 'commander';
import { auditCommand } from './commands/audit.ts';
import { demoCommand } from './commands/demo.ts';
import { explainCommand } from './commands/explain.ts';
import { labCommand } from './commands/lab.ts';
import { lessonsCommand } from './commands/lessons.ts';
import { mcpCommand } from './commands/mcp.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { doctorCommand, initCommand } from './commands/set-up.ts';
import { serveCommand } from './commands/serve.ts';
import { statusCommand } from './commands/status.ts';
import { alarmCommand, approveCommand, cycleCommand, deployCommand, pauseCommand, proposeCommand, rejectCommand, removeCommand, resumeCommand, rollbackCommand } from './commands/work.ts';
import { EXIT } from './exit-codes.ts';

/** What holds for the program holds for commands within commands too: exit codes above all. */
const inheriting = (command: Command, parent: Command): Command => {
  command.copyInheritedSettings(parent);
  for (const inner of command.commands) inheriting(inner, command);
  return command;
};

const program = new Command('pawl')
  .description('Finds what got worse in a service, writes the remedy, proves it on a slice of the traffic, and keeps it only if the numbers say so.')
  .option('--config <file>', 'the configuration', 'pawl.config.json')
  .option('--state <folder>', 'where Pawl keeps its state; .pawl beside the configuration when left out')
  .option('--preset <name>', 'basic, conservative, aggressive or demo')
  .option('--json', 'one line of JSON a message', false)
  .option('--verbose', 'also what only helps when something is wrong', false)
  .showHelpAfterError('(pawl --help lists the commands)')
  .addHelpText('after', '\nExit codes: 0 done, 1 refused or failed, 2 wrong flags or configuration, 130 interrupted.')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage));

for (const command of [
  demoCommand(), initCommand(), doctorCommand(), runCommand(), serveCommand(), mcpCommand(), cycleCommand(), statusCommand(), reportCommand(), explainCommand(), lessonsCommand(), proposeCommand(), deployCommand(), approveCommand(), rejectCommand(),
  rollbackCommand(), alarmCommand(), pauseCommand(), resumeCommand(), removeCommand(), auditCommand(), labCommand(),
]) {
  program.addCommand(inheriting(command, program));
}

await program.parseAsync();
