import { join } from 'node:path';
import { Command } from 'commander';
import { runDoctor } from '../doctor/doctor.ts';
import { EXIT } from '../exit-codes.ts';
import { globalOptions, hostFor } from '../global-options.ts';
import { initConfig } from '../init/init-config.ts';
import { MODEL_HELP } from '../model-help.ts';
import { portNumber, positiveNumber } from '../number-option.ts';

type InitFlags = {
  readonly repo: string; readonly force: boolean; readonly yes: boolean; readonly id?: string; readonly entry?: string; readonly branch?: string; readonly test?: string;
  readonly env?: string[]; readonly upstream?: string[]; readonly route?: string[]; readonly requests?: string; readonly rate?: number; readonly probe?: boolean;
};

export const initCommand = (): Command =>
  new Command('init')
    .description('write a configuration for a service of your own')
    .option('--repo <folder>', 'the service\'s git working copy', '.')
    .option('--yes', 'ask nothing: take what is found', false)
    .option('--force', 'write over a configuration that is there', false)
    .option('--id <name>', 'short name of the target')
    .option('--entry <module>', 'module that exports the handler, with #name when the export has another name')
    .option('--branch <name>', 'the branch that is deployed')
    .option('--test <command>', 'the command that runs its tests')
    .option('--env <name=value...>', 'environment of the service on this machine')
    .option('--upstream <words...>', 'a service that it calls: "NAME=http://127.0.0.1:4001 node mock.mjs", or "NAME=.jsonKey node up.ts" for one that prints its address as JSON')
    .option('--route <route...>', 'a request of the load, like "GET /orders/{id}"')
    .option('--requests <file>', 'recorded requests (JSON lines or HAR) instead of routes')
    .option('--rate <number>', 'requests per second', positiveNumber)
    .option('--probe', 'put the probe into the service')
    .action(async (flags: InitFlags, command: Command) => {
      const options = globalOptions(command);
      const host = hostFor(options);
      const { repo, env, upstream, route, rate, ...rest } = flags;
      const result = await initConfig(
        { ...rest, repository: repo, output: options.config, ...(options.preset ? { preset: options.preset } : {}), ...(env ? { environment: env } : {}), ...(upstream ? { upstreams: upstream } : {}), ...(route ? { routes: route } : {}), ...(rate ? { ratePerSecond: rate } : {}) },
        host,
      );
      host.close?.();
      process.exit(result.ok ? EXIT.done : EXIT.usage);
    });

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('what is missing on this machine, and how to get it')
    .option('--port <number>', 'port of the front door; 0 takes any', portNumber, 0)
    .option('--model <model>', MODEL_HELP)
    .action(async ({ port, model }: { port: number; model?: string }, command: Command) => {
      const options = globalOptions(command);
      const host = hostFor(options);
      const code = await runDoctor({ config: options.config, state: options.state ?? join(options.config, '..', '.pawl'), port, environment: process.env, flags: { ...(options.preset ? { preset: options.preset } : {}), ...(model === undefined ? {} : { model }) } }, host);
      host.close?.();
      process.exit(code);
    });
