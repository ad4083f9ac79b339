import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type BuildOptions, type Plugin } from 'esbuild';

/** A whole tree of files, and which of them are tests to run. */
export type CaseTree = { readonly name: string; readonly files: ReadonlyMap<string, string>; readonly tests: readonly string[] };

/** What became of one test file: how many tests ran, and what the failed ones said. A file that does not load counts as failed. */
export type CaseResult = { readonly ran: number; readonly failures: readonly string[] };

const STAND_IN = fileURLToPath(new URL('runner-stand-in.ts', import.meta.url));
const LIMIT_MS = 60_000;

const REPORTER = `export default async function* (events) {
  for await (const { type, data } of events) {
    if ((type === 'test:pass' || type === 'test:fail') && data.details?.type !== 'suite') {
      const error = data.details?.error;
      yield JSON.stringify({ file: data.file, name: data.name, failed: type === 'test:fail', message: String(error?.cause?.stack ?? error?.cause?.message ?? error?.message ?? '') }) + '\\n';
    }
  }
}
`;

const main = (files: readonly string[]) => `import { createRequire } from 'node:module';
globalThis.require = createRequire(import.meta.url);
const { test } = await import('node:test');
const { promise: loaded, resolve: allLoaded } = Promise.withResolvers();
test('waits until all are loaded', () => loaded);
for (const file of ${JSON.stringify(files)}) {
  try {
    await import(file);
  } catch (error) {
    test('does not load: ' + file, () => { throw error; });
  }
}
allLoaded();
`;

/** What the tree does not have fails where it is needed, not in the bundler: only then is it one test file that fails. */
const missingIsForLater: Plugin = {
  name: 'missing-is-for-later',
  setup: (bundler) => {
    bundler.onResolve({ filter: /.*/ }, async ({ path, pluginData, ...where }) => {
      if (pluginData === 'asked' || where.kind === 'entry-point') return undefined;
      const found = await bundler.resolve(path, { importer: where.importer, namespace: where.namespace, resolveDir: where.resolveDir, kind: where.kind, pluginData: 'asked' });
      return found.errors.length > 0 ? { path: path.startsWith('.') ? join(where.resolveDir, path) : path, external: true } : undefined;
    });
  },
};

/**
 * Runs the tests of all trees in one node process: each test file bundled with what it imports (so TypeScript of every kind, decorators and
 * packages played in the tree all run), all of them loaded one after the other. Tests must set what they replace (`fetch`, variables of the
 * environment) inside a test and put it back. Result by tree's name and test's path.
 */
export async function runCases(trees: readonly CaseTree[]): Promise<Map<string, Map<string, CaseResult>>> {
  const root = mkdtempSync(join(tmpdir(), 'recipe-cases-'));
  try {
    const entries = trees.flatMap(({ name, files, tests }) => {
      for (const [path, text] of files) writeInto(join(root, 'trees', name, path), text);
      return tests.map((path) => ({ name, path, source: join(root, 'trees', name, path), bundle: join(root, 'bundles', name, path).replace(/\.[^./]+$/, '.mjs') }));
    });
    if (entries.length === 0) return new Map();
    await bundleAll(root, entries.map(({ source }) => source));
    writeFileSync(join(root, 'reporter.mjs'), REPORTER);
    writeFileSync(join(root, 'main.mjs'), main(entries.map(({ bundle }) => pathToFileURL(bundle).href)));
    const report = await run(root);

    const results = new Map<string, Map<string, CaseResult>>();
    for (const { name, path, bundle } of entries) {
      const own = report.filter((each) => each.file === bundle || each.name.endsWith(pathToFileURL(bundle).href));
      const failures = own.filter(({ failed }) => failed).map((each) => `${each.name}: ${each.message}`);
      const byPath = results.get(name) ?? new Map<string, CaseResult>();
      results.set(name, byPath.set(path, { ran: own.length, failures: own.length === 0 ? ['no test ran'] : failures }));
    }
    return results;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function writeInto(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** All at once; where one file spoils that, one by one, and the spoiled one is missing later. */
async function bundleAll(root: string, sources: readonly string[]): Promise<void> {
  const options = (entryPoints: readonly string[]): BuildOptions => ({
    entryPoints: entryPoints.map((source) => ({ in: source, out: relative(join(root, 'trees'), source).replace(/\.[^./]+$/, '') })),
    bundle: true, platform: 'node', format: 'esm', target: 'es2023', outdir: join(root, 'bundles'), outExtension: { '.js': '.mjs' }, logLevel: 'silent',
    alias: { vitest: STAND_IN, '@jest/globals': STAND_IN }, inject: [STAND_IN], plugins: [missingIsForLater],
  });
  await build(options(sources)).catch(() => Promise.allSettled(sources.map((source) => build(options([source])))));
}

type Line = { readonly file: string; readonly name: string; readonly failed: boolean; readonly message: string };

function run(root: string): Promise<Line[]> {
  const output = join(root, 'results.jsonl');
  const parameters = ['--test-force-exit', `--test-reporter=${join(root, 'reporter.mjs')}`, `--test-reporter-destination=${output}`, join(root, 'main.mjs')];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, parameters, { cwd: root, timeout: LIMIT_MS, env: { PATH: process.env['PATH'] ?? '' } }, (error, _stdout, stderr) => {
      if (existsSync(output)) resolve(readFileSync(output, 'utf8').split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line) as Line))));
      else reject(new Error(`The cases' tests could not be run: ${stderr}`, { cause: error }));
    });
  });
}
