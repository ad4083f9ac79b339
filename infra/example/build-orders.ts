import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildOrdersRepository } from '../../examples/orders/build-repository.ts';
import { buildProbePackage } from '../../local/host/probe-package.ts';

export interface OrdersBuild {
  /** The commit that it was built from. */
  readonly commit: string;
  /** Holds `index.mjs` and its map. */
  readonly bundle: string;
  /** Its installed packages. */
  readonly packages: string;
}

export interface OrdersBuildOptions {
  /** The folder to build in; emptied first. */
  readonly into: string;
  /** The owner's working copy, with its packages installed. Without one, the repository is built as the example describes it. */
  readonly source?: string | undefined;
  /** Which defects the example is built with. */
  readonly defects: 'all' | readonly string[];
}

/** The example as its team would build it for deployment: one module out of what is committed. The same commit gives the same bytes. */
export const buildOrders = async ({ into, source, defects }: OrdersBuildOptions): Promise<OrdersBuild> => {
  const bundle = join(into, 'bundle');
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  const repository = source ?? (await exampleRepository(into, defects));
  await build({
    absWorkingDir: repository,
    entryPoints: { index: 'src/handler.ts' },
    outdir: bundle,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'error',
  });
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: repository, encoding: 'utf8' }).trim();
  return { commit, bundle, packages: join(repository, 'node_modules') };
};

const exampleRepository = async (into: string, defects: 'all' | readonly string[]): Promise<string> => {
  const [repository, probe] = [join(into, 'repository'), join(into, 'probe')];
  await buildProbePackage(probe);
  const typesNode = dirname(createRequire(import.meta.url).resolve('@types/node/package.json'));
  await buildOrdersRepository({ into: repository, defects, probe: { dir: probe }, typesNode });
  return repository;
};
