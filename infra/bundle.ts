import { build, type BuildOptions, type Metafile, type OutputFile } from 'esbuild';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copySpecialFiles, specialContents, specialOptions } from './bundle-special.ts';
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
  /** Gets a folder for each function, and in it one for each content. */
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

/** Builds in memory and writes only what is not there yet: the folder is named after its contents, so that several processes may bundle at once. */
const bundleOne = async (name: BundleName, home: string): Promise<FunctionBundle> => {
  const { external = [], ...special } = specialOptions(name);
  const { metafile, outputFiles } = await build({ ...bundleOptions(home, entryOf(name)), ...special, external: [...LEFT_TO_THE_RUNTIME, ...external] });
  const directory = join(home, digestOf(name, home, outputFiles, await specialContents(name)));
  if (!existsSync(directory)) {
    const beside = join(home, `.${randomUUID()}`);
    await mkdir(beside, { recursive: true });
    for (const { path, contents } of outputFiles) await writeFile(join(beside, relative(home, path)), contents);
    await copySpecialFiles(name, beside);
    await rename(beside, directory).catch(async (error: unknown) => {
      await rm(beside, { recursive: true, force: true });
      if (!existsSync(directory)) throw error;
    });
  }
  return { directory, ...sizesOf(metafile, entryOf(name)) };
};

/** What a bundle's folder holds: its own code, and the files beside it, which follow from the installed packages and how they are copied, or are built. */
const digestOf = (name: BundleName, home: string, files: readonly OutputFile[], beside: Awaited<ReturnType<typeof specialContents>>): string => {
  const hash = createHash('sha256').update(name).update(readFileSync(join(ROOT, 'package-lock.json'))).update(readFileSync(join(ROOT, 'infra/bundle-special.ts')));
  for (const { path, contents } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) hash.update(relative(home, path)).update(contents);
  for (const [path, contents] of beside) hash.update(path).update(contents);
  return hash.digest('hex').slice(0, 16);
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
    write: false,
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
