import { resolve } from 'node:path';
import { DEFAULT_RATE_PER_SECOND, type LocalInput, type LocalLoad, type LocalTarget } from './local-input.ts';
import type { Environment } from './settings-from-environment.ts';
import { substitute } from './substitute.ts';

/** One target's surroundings, with absolute paths and the environment's values in place. */
export function localFrom(input: LocalInput, directory: string, environment: Environment): LocalTarget {
  const filled = (values: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, substitute(value, environment)]));
  const load = input.load === undefined ? undefined : loadFrom(input.load, directory);
  return {
    environment: filled(input.environment),
    upstreams: input.upstreams.map((upstream) => ({ ...upstream, directory: resolve(directory, upstream.directory ?? '.'), environment: filled(upstream.environment) })),
    ...(load === undefined ? {} : { load }),
  };
}

function loadFrom({ profile, requests, routes, ratePerSecond, season }: NonNullable<LocalInput['load']>, directory: string): LocalLoad | undefined {
  const rate = ratePerSecond === undefined ? {} : { ratePerSecond };
  if (profile !== undefined) return { kind: 'profile', file: resolve(directory, profile), ...rate };
  if (requests !== undefined) return { kind: 'requests', file: resolve(directory, requests), ...rate };
  return routes === undefined ? undefined : { kind: 'routes', routes, ratePerSecond: ratePerSecond ?? DEFAULT_RATE_PER_SECOND, ...(season === undefined ? {} : { season }) };
}
