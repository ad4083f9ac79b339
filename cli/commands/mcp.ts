import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { CLIENTS, mcpClientConfig, type ClientOfMcp } from '../../local/doors/mcp-client-config.ts';
import { createJsonHost } from '../../local/terminal/json-host.ts';
import { createTerminalHost } from '../../local/terminal/terminal-host.ts';
import { EXIT } from '../exit-codes.ts';
import { globalOptions, readRunningConfig, stateFor } from '../global-options.ts';
import { VERSION } from '../../local/version.ts';

/** Run by the Node that runs this: one process, which ends with its client. */
const PROGRAM = fileURLToPath(new URL('../pawl.ts', import.meta.url));

type Flags = { readonly tenant?: readonly string[]; readonly readOnly: boolean; readonly printConfig?: ClientOfMcp };

/** Standard output belongs to the protocol here; what Pawl has to say goes to standard error. */
export const mcpCommand = (): Command =>
  new Command('mcp')
    .description('let an agent ask and act, over standard input and output: what its client starts. It can ask for an approval and never give one')
    .option('--tenant <id...>', 'only what belongs to these tenants')
    .option('--read-only', 'only look, change nothing', false)
    .addOption(new Option('--print-config [client]', 'print what stands in the client\'s configuration to start this, and do nothing else').choices(CLIENTS).preset('standard'))
    .action(async ({ tenant, readOnly, printConfig }: Flags, command: Command) => {
      const options = globalOptions(command);
      const host = options.json ? createJsonHost(process.stderr) : createTerminalHost({ stream: process.stderr, verbose: options.verbose, interactive: false });
      const config = readRunningConfig(options, host);
      if (!config) process.exit(EXIT.usage);
      const folder = stateFor(options, config.file);
      if (printConfig !== undefined) {
        const args = [PROGRAM, '--config', config.file, '--state', folder.root, ...(options.preset === undefined ? [] : ['--preset', options.preset]), 'mcp', ...(tenant === undefined ? [] : ['--tenant', ...tenant]), ...(readOnly ? ['--read-only'] : [])];
        process.stdout.write(mcpClientConfig(printConfig, { command: process.execPath, args }));
        return;
      }
      const [{ openDoors }, { serveMcpOverStdio, stdioAgent }] = await Promise.all([import('../../local/doors/open-doors.ts'), import('../../local/doors/mcp-stdio.ts')]);
      const { rows, dependencies, close } = openDoors(config, folder, host);
      const told = (code: string) => (problem: unknown, instance = ''): void => host.notify({ code, level: 'error', text: [instance, problem instanceof Error ? problem.message : String(problem)].filter((part) => part !== '').join(': ') });
      const whole = await serveMcpOverStdio(
        { rows, dependencies, version: VERSION, input: process.stdin, output: process.stdout, onFailure: told('PAWL-MCP-090'), onProblem: told('PAWL-MCP-010') },
        stdioAgent({ user: userInfo().username, tenants: tenant, readOnly }),
      );
      close();
      process.exit(whole ? EXIT.done : EXIT.failed);
    });
