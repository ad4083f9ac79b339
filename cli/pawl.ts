import { Command } from 'commander';
import { EXIT } from './exit-codes.ts';
import { VERSION } from '../local/version.ts';
import { rowCommands } from './rows/row-commands.ts';

/** What holds for the program holds for commands within commands too: exit codes above all. */
const inheriting = (command: Command, parent: Command): Command => {
  command.copyInheritedSettings(parent);
  for (const inner of command.commands) inheriting(inner, command);
  return command;
};

const program = new Command('pawl')
  .description('Finds what got worse in a service, writes the remedy, proves it on a slice of the traffic, and keeps it only if the numbers say so.')
  .version(VERSION, '--version', 'which Pawl this is')
  .option('--config <file>', 'the configuration', 'pawl.config.json')
  .option('--state <folder>', 'where Pawl keeps its state; .pawl beside the configuration when left out')
  .option('--preset <name>', 'basic, conservative, aggressive or demo')
  .option('--json', 'one line of JSON a message', false)
  .option('--verbose', 'also what only helps when something is wrong', false)
  .showHelpAfterError('(pawl --help lists the commands)')
  .addHelpText('after', '\nExit codes: 0 done, 1 refused or failed, 2 wrong flags or configuration, 130 interrupted.')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage));

/** What is only at a terminal, and what reads better there than the row it stands for. Loaded when it is asked for: most of it knows half of the house. */
const OWN: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./commands/demo.ts')).demoCommand(),
  init: async () => (await import('./commands/set-up.ts')).initCommand(),
  doctor: async () => (await import('./commands/set-up.ts')).doctorCommand(),
  run: async () => (await import('./commands/run.ts')).runCommand(),
  serve: async () => (await import('./commands/serve.ts')).serveCommand(),
  mcp: async () => (await import('./commands/mcp.ts')).mcpCommand(),
  watch: async () => (await import('./commands/watch.ts')).watchCommand(),
  explain: async () => (await import('./commands/explain.ts')).explainCommand(),
  report: async () => (await import('./commands/report.ts')).reportCommand(),
  audit: async () => (await import('./commands/audit.ts')).auditCommand(),
  completion: async () => (await import('./commands/completion.ts')).completionCommand(),
  lab: async () => (await import('./commands/lab.ts')).labCommand(),
};

const rows = rowCommands().filter((command) => OWN[command.name()] === undefined);
const said = new Set(process.argv.slice(2));
const asked = Object.keys(OWN).filter((name) => said.has(name));
// Help and completion tell of everything; so does whoever says something that there is not.
const needsAll = said.has('completion') || (asked.length === 0 && !rows.some((command) => said.has(command.name()) || command.aliases().some((alias) => said.has(alias))));
const own = await Promise.all(Object.entries(OWN).filter(([name]) => needsAll || asked.includes(name)).map(([, load]) => load()));

for (const command of [...own, ...rows]) {
  program.addCommand(inheriting(command, program));
}

await program.parseAsync();
