import { build, type BuildOptions, type Metafile } from 'esbuild';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copySpecialFiles, specialOptions } from './bundle-special.ts';
import { FUNCTION_NAMES, functionNamed, WORKSHOP, type FunctionName } from './functions.ts';

/** What is bundled: each function of the loop, and the workshop that each target gets. */
export type BundleName = FunctionName | 'workshop';

export interface FunctionBundle {
  /** Holds `index.mjs`, its map, and what else the function needs beside it. */
  readonly directory: string;
  /** Of the JavaScript, with all its chunks, without maps and data files. */
  readonly bytes: number;
  /** Of the JavaScript that is read before the first event: the entry and what it imports at once. */
  readonly startBytes: number;
}

export interface BundleRequest {
  /** One folder a function is made in it. */
  readonly outdir: string;
  readonly only?: readonly BundleName[];
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** CommonJS dependencies inside an ES module still call `require` for Node's own modules. */
const REQUIRE_BANNER = "import{createRequire as __pawlCreateRequire}from'node:module';const require=__pawlCreateRequire(import.meta.url);";

const LEFT_TO_THE_RUNTIME = ['@aws-sdk/*', '@smithy/*'];

export const BUNDLE_NAMES: readonly BundleName[] = [...FUNCTION_NAMES, 'workshop'];

export const entryOf = (name: BundleName): string => (name === 'workshop' ? WORKSHOP.entry : functionNamed(name).entry);

/**
 * Bundles the functions' code for Lambda: one ES module each for Node 24, minified, with its source map; the AWS SDK is left to the runtime.
 * Offline. Throws with all the missing entry files at once, or with what esbuild could not bundle.
 */
export const bundleFunctions = async ({ outdir, only = BUNDLE_NAMES }: BundleRequest): Promise<Map<BundleName, FunctionBundle>> => {
  const missing = only.map(entryOf).filter((entry) => !existsSync(join(ROOT, entry)));
  if (missing.length > 0) throw new Error(`These functions have no code: ${missing.join(', ')}. Each function in infra/functions.ts needs its entry file.`);
  const bundled = await Promise.all(only.map(async (name) => [name, await bundleOne(name, join(outdir, name))] as const));
  return new Map(bundled);
};

const bundleOne = async (name: BundleName, directory: string): Promise<FunctionBundle> => {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const { external = [], ...special } = specialOptions(name);
  const { metafile } = await build({ ...bundleOptions(directory, entryOf(name)), ...special, external: [...LEFT_TO_THE_RUNTIME, ...external] });
  await copySpecialFiles(name, directory);
  return { directory, ...sizesOf(metafile, entryOf(name)) };
};

const bundleOptions = (directory: string, entry: string) =>
  ({
    absWorkingDir: ROOT,
    entryPoints: { index: entry },
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: true,
    // A stack trace needs the names and lines; the sources stand in Git.
    sourcesContent: false,
    banner: { js: REQUIRE_BANNER },
    metafile: true,
    logLevel: 'error',
  }) satisfies BuildOptions;

const sizesOf = (metafile: Metafile, entry: string): { bytes: number; startBytes: number } => {
  const files = Object.entries(metafile.outputs).filter(([path]) => path.endsWith('.mjs'));
  const atStart = new Set<string>();
  const follow = (path: string): void => {
    const output = metafile.outputs[path];
    if (!output || atStart.has(path)) return;
    atStart.add(path);
    for (const { path: imported, kind } of output.imports) if (kind === 'import-statement') follow(imported);
  };
  // What is imported later has an entry point of its own.
  for (const [path, { entryPoint }] of files) if (entryPoint === entry) follow(path);
  return {
    bytes: files.reduce((sum, [, { bytes }]) => sum + bytes, 0),
    startBytes: [...atStart].reduce((sum, path) => sum + (metafile.outputs[path]?.bytes ?? 0), 0),
  };
};

/** A bundle's folder as a person reads it. */
export const shownFolder = (directory: string): string => relative(ROOT, directory);
