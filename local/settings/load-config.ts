import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { type ConfigOptions, type ConfigResult, parseConfig } from '../../shared/config/config-file.ts';
import type { Environment } from '../../shared/config/settings-from-environment.ts';

export const CONFIG_FILE = 'pawl.config.json';

/**
 * Reads a config file, with a `.env` beside it (what stands in the process's own environment goes before it).
 * A file that is missing or cannot be read is a problem like any other: nothing is thrown.
 */
export function loadConfig(path: string, environment: Environment, flags?: ConfigOptions['flags']): ConfigResult & { readonly path: string } {
  const file = resolve(path);
  const directory = dirname(file);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { ok: false, path: file, problems: [unreadable(file, error)] };
  }
  return { ...parseConfig(text, withDotenv(file, environment), { directory, ...(flags === undefined ? {} : { flags }) }), path: file };
}

/** An environment with what a `.env` beside a config file adds: the same for what the file says and for the keys that it names. */
export const withDotenv = (configFile: string, environment: Environment): Environment => ({ ...dotenv(dirname(resolve(configFile))), ...environment });

function unreadable(path: string, error: unknown) {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return { path, message: 'is not there', advice: 'write one with `pawl init`, or name another with --config' };
  if (code === 'EISDIR') return { path, message: 'is a folder', advice: `name the file in it, like ${join(path, CONFIG_FILE)}` };
  return { path, message: `cannot be read (${code ?? String(error)})`, advice: 'check its permissions' };
}

function dotenv(directory: string): Environment {
  try {
    return parseEnv(readFileSync(join(directory, '.env'), 'utf8'));
  } catch {
    return {};
  }
}
