import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copySpecialFiles, specialOptions } from '../../infra/bundle-special.ts';
import { bundleFunctions } from '../../infra/bundle.ts';

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Away from the checkout, where nothing is found but what lies in the bundle: as on Lambda. */
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pawl-bundles-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a script beside a bundle, in a process with an environment as empty as Lambda's; what it prints, read as JSON. */
const beside = async (directory: string, script: string, environment: Readonly<Record<string, string>> = {}): Promise<unknown> => {
  await writeFile(join(directory, 'try.mjs'), script);
  const { stdout } = await run(process.execPath, [join(directory, 'try.mjs')], { cwd: folder, env: { PATH: process.env['PATH'], ...environment } });
  return JSON.parse(stdout);
};

const BANNER = { js: "import{createRequire as pawlRequire}from'node:module';const require=pawlRequire(import.meta.url);" };

/** Bundles a module of a function's phase with that function's special options and files. */
const bundleModule = async (name: string, source: string): Promise<string> => {
  const directory = await mkdtemp(join(folder, `${name}-`));
  const { external = [], ...options } = specialOptions(name);
  await build({ absWorkingDir: ROOT, entryPoints: { index: source }, outdir: directory, bundle: true, platform: 'node', target: 'node24', format: 'esm', mainFields: ['module', 'main'], minify: true, banner: BANNER, logLevel: 'error', ...options, external: [...external] });
  await copySpecialFiles(name, directory);
  return directory;
};

describe('what travels with a bundle', () => {
  it('lets validation check types on Lambda: the compiler finds its own declarations, and a target’s packages where they were unpacked', async () => {
    const directory = await bundleModule('validate', 'lambdas/validation/check-types.ts');
    const packages = join(folder, 'unpacked/node_modules');
    await mkdir(join(packages, 'price'), { recursive: true });
    await writeFile(join(packages, 'price/package.json'), '{ "name": "price", "version": "1.0.0", "type": "module", "exports": { ".": { "types": "./index.d.ts", "default": "./index.js" } } }');
    await writeFile(join(packages, 'price/index.d.ts'), 'export declare function priceOf(id: string): Promise<number>;\n');
    const found = await beside(directory, `
      import { checkTypes } from './index.mjs';
      const config = '{ "compilerOptions": { "strict": true, "target": "es2023", "lib": ["es2023"], "module": "nodenext", "noEmit": true, "types": [] }, "include": ["src"] }';
      const with_ = (body) => new Map([['package.json', '{ "type": "module" }'], ['tsconfig.json', config], ['src/handler.ts', body]]);
      const before = with_("import { priceOf } from 'price';\\nexport const total = async (ids: string[]): Promise<number> => (await Promise.all(ids.map(priceOf))).reduce((sum, price) => sum + price, 0);\\n");
      const check = (body) => checkTypes({ before, after: with_(body), changed: ['src/handler.ts'], dependencies: ${JSON.stringify(packages)} });
      console.log(JSON.stringify([
        await check("import { priceOf } from 'price';\\nexport const total = async (ids: string[]): Promise<number> => (await Promise.all(ids.map(priceOf))).length;\\n"),
        await check("import { priceOf } from 'price';\\nexport const total = async (ids: string[]): Promise<number> => (await priceOf(ids)).toFixed(2);\\n"),
      ]));`);
    expect(found).toMatchObject([
      { kind: 'checked', findings: [] },
      { kind: 'checked', findings: [{ path: 'src/handler.ts', line: 2, message: expect.stringMatching(/TS2345|TS2322/) }, { path: 'src/handler.ts', line: 2 }] },
    ]);
  });

  it('lets generation read a target on Lambda with its types', async () => {
    const directory = await bundleModule('generate', 'lambdas/generation/program/target-program.ts');
    const types = await beside(directory, `
      import { targetProgram } from './index.mjs';
      const target = targetProgram(new Map([['src/a.ts', 'export const sizes = ["a"].map((name) => name.length).toSorted();\\n']]), undefined);
      const source = target.sourceFile('src/a.ts');
      const [declaration] = source.statements[0].declarationList.declarations;
      console.log(JSON.stringify({ type: target.checker.typeToString(target.checker.getTypeAtLocation(declaration)), problems: target.program.getSemanticDiagnostics(source).map(({ messageText }) => messageText) }));`);
    expect(types).toEqual({ type: 'number[]', problems: [] });
  });

  it('lets validation find a secret, by the scanner’s own rules', async () => {
    const directory = await bundleModule('validate', 'lambdas/validation/check-secrets.ts');
    const token = ['ghp', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('_');
    const found = await beside(directory, `
      import { checkSecrets } from './index.mjs';
      const change = (after) => [{ path: 'src/a.ts', before: '', after }];
      console.log(JSON.stringify([await checkSecrets(change("export const key = process.env.KEY;\\n")), await checkSecrets(change('export const token = "${token}";\\n'))]));`);
    expect(found).toMatchObject([[], [{ path: 'src/a.ts', line: 1 }]]);
  });

  it('lets the report draw its charts', async () => {
    const directory = await bundleModule('report', 'lambdas/reporting/page/draw-chart.ts');
    const drawn = await beside(directory, `
      import { drawChart } from './index.mjs';
      const spec = { width: 300, data: { values: [{ x: 1, y: 2 }, { x: 2, y: 4 }] }, mark: 'line', encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } } };
      console.log(JSON.stringify(await drawChart(spec, 300, { id: 'a', title: 'Line', description: 'rises' })));`);
    expect(drawn).toMatch(/^<svg role="img".*mark-line.*<\/svg>$/s);
  });

  it('lets the workshop function build and test where there is nothing but its own files and its layer', async () => {
    const bundle = (await bundleFunctions({ outdir: join(folder, 'functions'), only: ['workshop'] })).get('workshop');
    const layer = join(folder, 'layer/node_modules');
    await mkdir(layer, { recursive: true });
    await cp(join(ROOT, 'node_modules/picocolors'), join(layer, 'picocolors'), { recursive: true });
    const answers = await beside(bundle?.directory ?? '', `
      import { handler } from './index.mjs';
      const context = { getRemainingTimeInMillis: () => 60_000 };
      const files = [['package.json', '{ "type": "module" }'], ['src/double.ts', "import colours from 'picocolors';\\nexport const double = (n: number): number => {\\n  return colours ? n * 2 : 0;\\n};\\n"], ['test/double.test.ts', "import { test } from 'node:test';\\nimport assert from 'node:assert';\\nimport { double } from '../src/double.ts';\\ntest('doubles', () => { assert.equal(double(2), 4); });\\n"]];
      const ask = async (plain) => (await handler({ proof: 'p', plain }, context)).plain;
      const { run } = await ask({ kind: 'test', files, command: ['node', '--test'], runner: 'node', timeoutSeconds: 30, memoryMb: 512, mayShareProcess: false });
      const packed = await ask({ kind: 'pack', files, entry: 'src/double.ts', handlerFile: 'index.mjs' });
      console.log(JSON.stringify({ tests: run.tests.map(({ name, status }) => name + ' ' + status), coverage: run.coverage, packed: packed.kind, digest: packed.digest }));`, { PAWL_DEPENDENCIES: layer });
    expect(answers).toMatchObject({ tests: ['doubles passed'], coverage: [['src/double.ts', [2, 3], [2, 3]]], packed: 'packed', digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('splits off what is not needed at the start', async () => {
    const [report] = [...(await bundleFunctions({ outdir: join(folder, 'functions'), only: ['report'] })).values()];
    if (report === undefined) throw new Error('no bundle');
    expect(report.bytes - report.startBytes, 'charts').toBeGreaterThan(500_000);
    expect((await readdir(report.directory)).filter((name) => name.endsWith('.mjs')).length).toBeGreaterThan(1);
  });
});
