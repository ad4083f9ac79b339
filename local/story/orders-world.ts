import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { buildOrdersRepository } from '../../examples/orders/build-repository.ts';
import { buildProbePackage } from '../host/probe-package.ts';

const ORDERS = fileURLToPath(new URL('../../examples/orders', import.meta.url));

/** The example's own description of itself, in the words of `pawl.config.json`. */
const Example = z.looseObject({
  id: z.string(),
  limits: z.looseObject({}),
  local: z.object({ upstreams: z.array(z.looseObject({ command: z.array(z.string()) })), load: z.object({ profile: z.string() }) }),
});

export type OrdersWorldOptions = {
  /** An empty folder to build in. */
  readonly folder: string;
  readonly defects: 'all' | readonly string[];
  /** Also what takes a model. */
  readonly beyondRecipes?: boolean;
  readonly preset?: string;
  readonly settings?: Record<string, unknown>;
  readonly autonomy?: Record<string, string>;
  /** Flags for the upstreams: stalls, missing fields. */
  readonly upstreamFlags?: readonly string[];
  readonly ratePerSecond?: number;
  /** A load profile other than the example's own. */
  readonly loadProfile?: string;
};

/** Builds the example service's repository and a configuration that runs it, as a team would have them. Returns the config file. */
export const buildOrdersWorld = async (options: OrdersWorldOptions): Promise<{ configFile: string; repository: string }> => {
  const example = Example.parse(JSON.parse(readFileSync(join(ORDERS, 'pawl.target.json'), 'utf8')));
  const repository = join(options.folder, 'orders');
  const probe = join(options.folder, 'probe-package');
  rmSync(repository, { recursive: true, force: true });
  rmSync(probe, { recursive: true, force: true });
  await buildProbePackage(probe);
  await buildOrdersRepository({ into: repository, defects: options.defects, beyondRecipes: options.beyondRecipes ?? false, probe: { dir: probe }, typesNode: dirname(createRequire(import.meta.url).resolve('@types/node/package.json')) });
  const { id, limits, local, ...target } = example;
  const [upstream] = local.upstreams;
  const config = {
    preset: options.preset ?? 'demo',
    settings: options.settings ?? {},
    targets: [{ ...target, id, repository, limits: { concurrency: 32, ...limits }, ...(options.autonomy ? { autonomy: options.autonomy } : {}) }],
    local: {
      [id]: {
        upstreams: [{ ...upstream, command: [...(upstream?.command ?? []), ...(options.upstreamFlags ?? [])], directory: ORDERS }],
        load: { profile: options.loadProfile ?? join(ORDERS, local.load.profile), ...(options.ratePerSecond === undefined ? {} : { ratePerSecond: options.ratePerSecond }) },
      },
    },
  };
  const configFile = join(options.folder, 'pawl.config.json');
  writeFileSync(configFile, `${JSON.stringify(config, null, 2)}\n`);
  return { configFile, repository };
};
