/**
 * What some functions need beside plain bundling: packages that travel as they are, because they look for files beside themselves.
 * `bundle.ts` asks for the options before it builds and has the files copied afterwards.
 */
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform, type BuildOptions } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

type SpecialBundle = {
  readonly options: Pick<BuildOptions, 'external' | 'alias'>;
  readonly copy: readonly ((directory: string) => Promise<void>)[];
  /** A folder that is copied and does not follow from the installed packages. */
  readonly builds?: () => Promise<string>;
};

/**
 * The compiler finds the language's own declarations (`lib.*.d.ts`) beside its program text, so it stays a package of its own.
 * Minified it loads in two thirds of the time (155 ms against 230 ms).
 */
const copyTypeScript = async (directory: string): Promise<void> => {
  const from = join(ROOT, 'node_modules/typescript');
  const to = join(directory, 'node_modules/typescript');
  await mkdir(join(to, 'lib'), { recursive: true });
  await cp(join(from, 'package.json'), join(to, 'package.json'));
  for (const name of await readdir(join(from, 'lib'))) if (/^lib\..*\.d\.ts$|^lib\.d\.ts$/.test(name)) await cp(join(from, 'lib', name), join(to, 'lib', name));
  await writeFile(join(to, 'lib/typescript.js'), await smallCompiler());
};

let minified: Promise<string> | undefined;

/** Takes a second, so it is done once for all functions. */
const smallCompiler = async (): Promise<string> => {
  minified ??= readFile(join(ROOT, 'node_modules/typescript/lib/typescript.js'), 'utf8')
    .then((text) => transform(text, { minify: true, platform: 'node', target: 'node24', legalComments: 'none' }))
    .then(({ code }) => code);
  return minified;
};

/** esbuild in WebAssembly: the same bytes out as from the native program, and it runs on any architecture. */
const ESBUILD_WASM_FILES = ['package.json', 'LICENSE.md', 'lib/main.js', 'bin/esbuild', 'esbuild.wasm', 'wasm_exec.js', 'wasm_exec_node.js'];

const copyEsbuildWasm = async (directory: string): Promise<void> => {
  for (const file of ESBUILD_WASM_FILES) {
    const to = join(directory, 'node_modules/esbuild-wasm', file);
    await mkdir(dirname(to), { recursive: true });
    await cp(join(ROOT, 'node_modules/esbuild-wasm', file), to);
  }
};

/** Node's test runner loads the reporter in the process of the tests, so it is a file. */
const copyReporter = (directory: string): Promise<void> =>
  cp(join(ROOT, 'shared/adapters/local/workshop-node-reporter.mjs'), join(directory, 'workshop-node-reporter.mjs'));

/** The page is built where it is bundled; what builds it is loaded then. */
const buildPage = async (): Promise<string> => {
  const { buildDashboard } = await import('../scripts/build-dashboard.ts');
  return (await buildDashboard()).folder;
};

/** The page's files, which the function serves from beside itself. */
const copyPage = async (directory: string): Promise<void> => cp(await buildPage(), join(directory, 'page'), { recursive: true });

const SPECIAL: Readonly<Record<string, SpecialBundle>> = {
  api: { options: {}, copy: [copyPage], builds: buildPage },
  generate: { options: { external: ['typescript'] }, copy: [copyTypeScript] },
  validate: { options: { external: ['typescript'] }, copy: [copyTypeScript] },
  workshop: { options: { external: ['typescript', 'esbuild-wasm'], alias: { esbuild: 'esbuild-wasm' } }, copy: [copyTypeScript, copyEsbuildWasm, copyReporter] },
};

/**
 * Options on top of those that every function has. Every function is split (`splitting`, `outdir`), so that what is loaded with
 * `import()` (charts, the secret scanner, the recipes) lies in files of its own and does not count when the function starts.
 */
export const specialOptions = (name: string): Pick<BuildOptions, 'external' | 'alias' | 'splitting' | 'chunkNames' | 'outExtension'> => ({
  splitting: true, chunkNames: 'chunk-[hash]', outExtension: { '.js': '.mjs' }, ...SPECIAL[name]?.options,
});

/** Content of what is built to lie beside the function, by path; the same content has the same digest whenever it was built. */
export const specialContents = async (name: string): Promise<readonly (readonly [path: string, contents: Uint8Array])[]> => {
  const folder = await SPECIAL[name]?.builds?.();
  if (folder === undefined) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  return Promise.all(paths.map(async (path) => [relative(folder, path), await readFile(path)] as const));
};

/** Puts the function's extra files beside its bundle. */
export const copySpecialFiles = async (name: string, directory: string): Promise<void> => {
  for (const copy of SPECIAL[name]?.copy ?? []) await copy(directory);
};
