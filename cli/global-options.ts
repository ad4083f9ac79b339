import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Host } from '../shared/ports/host.ts';
import { createJsonHost } from '../local/terminal/json-host.ts';
import { createTerminalHost } from '../local/terminal/terminal-host.ts';
import { loadConfig } from '../local/settings/load-config.ts';
import type { Config, ConfigOptions } from '../shared/config/config-file.ts';
import { problemText } from '../shared/config/problem.ts';
import { runningModel } from '../local/machine/run-lock.ts';
import { stateFolder, type StateFolder } from '../local/machine/state-folder.ts';

export type GlobalOptions = { readonly config: string; readonly state?: string; readonly json: boolean; readonly verbose: boolean; readonly preset?: string };

export const globalOptions = (command: Command): GlobalOptions => command.optsWithGlobals<GlobalOptions>();

/** The face that a command speaks through: lines of JSON with --json, else the terminal. */
export const hostFor = ({ json, verbose }: GlobalOptions): Host & { close?: () => void } => (json ? createJsonHost(process.stdout) : createTerminalHost({ stream: process.stdout, verbose }));

/** The configuration, or `undefined` after every problem was told with its path. */
export const readConfig = (options: GlobalOptions, host: Host, { model }: { readonly model?: string | undefined } = {}): (Config & { readonly file: string }) | undefined => {
  const flags: ConfigOptions['flags'] = { ...(options.preset === undefined ? {} : { preset: options.preset }), ...(model === undefined ? {} : { model }) };
  const loaded = loadConfig(options.config, process.env, flags);
  if (loaded.ok) return { ...loaded.config, file: loaded.path };
  for (const problem of loaded.problems) host.notify({ code: 'PAWL-CONFIG-010', level: 'error', text: problemText(problem), data: { ...problem } });
  host.notify({ code: 'PAWL-CONFIG-020', level: 'error', text: `${loaded.problems.length === 1 ? 'One thing is' : `${loaded.problems.length} things are`} wrong with the configuration; nothing was started.` });
  return undefined;
};

/** The same with the model that the Pawl which runs there was told by `--model`: what is said of it from another terminal is then true of it. */
export const readRunningConfig = (options: GlobalOptions, host: Host): ReturnType<typeof readConfig> =>
  readConfig(options, host, { model: runningModel(stateFor(options, resolve(options.config))) });

/** Where this configuration's state lives: beside it, unless named. */
export const stateFor = (options: GlobalOptions, configFile: string): StateFolder => stateFolder(options.state ?? join(configFile, '..', '.pawl'));
