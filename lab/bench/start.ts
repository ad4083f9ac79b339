import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { BUNDLE_NAMES, bundleFunctions, entryOf, type BundleName, type FunctionBundle } from '../../infra/bundle.ts';
import { medianOf, timeImports, type ImportCase } from '../start/time-imports.ts';
import type { Bench } from './bench.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KILOBYTE = 1024;
const MOST_KB = 300;
const MOST_MS = 150;
/** They carry a compiler, a scanner for secrets, a test runner's reader; their size is told, not held to the limit. */
const CARRIES_COMPILER: readonly BundleName[] = ['generate', 'validate', 'workshop'];
/** The smallest handlers: what a start costs before Pawl adds anything, without a client of the SDK and with one. */
const PEERS = [
  { name: 'hello with a logger', entry: 'lab/start/hello.ts' },
  { name: 'hello with a table', entry: 'lab/start/hello-table.ts' },
] as const;

/** Bundles a peer the way the functions are bundled. */
const bundlePeer = async ({ name, entry }: (typeof PEERS)[number], directory: string): Promise<{ name: string; file: string; bytes: number }> => {
  const { metafile } = await build({
    entryPoints: { index: join(ROOT, entry) }, outdir: directory, outExtension: { '.js': '.mjs' }, bundle: true, platform: 'node', target: 'node24',
    format: 'esm', mainFields: ['module', 'main'], minify: true, metafile: true, logLevel: 'error', external: ['@aws-sdk/*', '@smithy/*'],
    banner: { js: "import{createRequire as __pawlCreateRequire}from'node:module';const require=__pawlCreateRequire(import.meta.url);" },
  });
  return { name, file: join(directory, 'index.mjs'), bytes: Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0) };
};

const kb = (bytes: number): number => Math.round((bytes / KILOBYTE) * 10) / 10;
const inColumns = (name: string, ...columns: readonly (string | number)[]): string => name.padEnd(24) + columns.map((column) => String(typeof column === 'number' ? Math.round(column) : column).padStart(14)).join('');

/**
 * How large each function is and how long it takes to import. The SDK is left to the runtime: it is not in the bundle, but the
 * import loads it, so both are told: `import` with the SDK's clients from `node_modules`, and `own`, with stubs in their place.
 */
export const bench: Bench = {
  name: 'start',
  async run({ print, quick }) {
    const rounds = quick ? 3 : 9;
    await mkdir(join(ROOT, '.emulator'), { recursive: true });
    // Inside the checkout, where a bundle finds the SDK as it does on Lambda.
    const folder = await mkdtemp(join(ROOT, '.emulator', 'bench-start-'));
    try {
      const missing = BUNDLE_NAMES.filter((name) => !existsSync(join(ROOT, entryOf(name))));
      if (missing.length > 0) print(`Not there yet, so not measured: ${missing.join(', ')}.`);
      const bundles = await bundleFunctions({ outdir: folder, only: BUNDLE_NAMES.filter((name) => !missing.includes(name)) });
      const peers = await Promise.all(PEERS.map((peer, index) => bundlePeer(peer, join(folder, `peer-${index}`))));

      const casesOf = (name: string, file: string): ImportCase[] => (['with-sdk', 'without-sdk'] as const).map((mode) => ({ name, file, mode }));
      const cases = [...peers.flatMap(({ name, file }) => casesOf(name, file)), ...[...bundles].flatMap(([name, { directory }]) => casesOf(name, join(directory, 'index.mjs')))];
      const times = timeImports(cases, rounds);
      const medianMs = (name: string, mode: ImportCase['mode']): number => medianOf([...times].find(([each]) => each.name === name && each.mode === mode)?.[1] ?? []);

      print(inColumns('function', 'at start KB', 'later KB', 'import ms', 'own ms'));
      for (const { name, bytes } of peers) print(inColumns(name, kb(bytes), 0, medianMs(name, 'with-sdk'), medianMs(name, 'without-sdk')));
      for (const [name, { startBytes, bytes }] of bundles) print(inColumns(name, kb(startBytes), kb(bytes - startBytes), medianMs(name, 'with-sdk'), medianMs(name, 'without-sdk')));

      const held = [...bundles].filter(([name]) => !CARRIES_COMPILER.includes(name));
      const most = (of: (entry: readonly [BundleName, FunctionBundle]) => number): number => Math.max(0, ...held.map(of));
      const largestBundleKb = most(([, { startBytes }]) => kb(startBytes));
      const slowestImportMs = most(([name]) => medianMs(name, 'with-sdk'));
      const slowestOwnImportMs = most(([name]) => medianMs(name, 'without-sdk'));
      print(`Held to ${MOST_KB} KB and ${MOST_MS} ms: ${held.length} functions; exempt, since they carry compilers: ${CARRIES_COMPILER.join(', ')}.`);
      return {
        figures: { functions: bundles.size, missing: missing.length, largestBundleKb, slowestImportMs, slowestOwnImportMs, peerImportMs: medianMs(PEERS[0].name, 'with-sdk'), peerWithTableImportMs: medianMs(PEERS[1].name, 'with-sdk') },
        settings: { rounds, quick, mostKb: MOST_KB, mostMs: MOST_MS, exempt: CARRIES_COMPILER },
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
