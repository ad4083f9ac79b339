import { Command } from 'commander';
import { auditCommand } from './commands/audit.ts';
import { completionCommand } from './commands/completion.ts';
import { demoCommand } from './commands/demo.ts';
import { explainCommand } from './commands/explain.ts';
import { labCommand } from './commands/lab.ts';
import { mcpCommand } from './commands/mcp.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { watchCommand } from './commands/watch.ts';
import { doctorCommand, initCommand } from './commands/set-up.ts';
import { serveCommand } from './commands/serve.ts';
import { EXIT } from './exit-codes.ts';
import { rowCommands } from './rows/row-commands.ts';

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

/** What is only at a terminal, and what reads better there than the row it stands for. */
const OWN = [demoCommand(), initCommand(), doctorCommand(), runCommand(), serveCommand(), mcpCommand(), watchCommand(), explainCommand(), reportCommand(), auditCommand(), completionCommand(), labCommand()];
const ownNames = new Set(OWN.map((command) => command.name()));

for (const command of [...OWN, ...rowCommands().filter((one) => !ownNames.has(one.name()))]) {
  program.addCommand(inheriting(command, program));
}

await program.parseAsync();
