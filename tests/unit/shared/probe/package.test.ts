import { execFileSync, spawn } from 'node:child_process';
import { buildSync } from 'esbuild';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProbeRecord } from '../../../../shared/domain/probe-record.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const FILES = ['README.md', 'package.json', 'probe.cjs', 'probe.d.cts', 'probe.d.ts', 'probe.js'];

let room: string;
let built: string;
let service: string;

/** npm without a network, a cache or settings of this machine; through `node`, since its own start may find another. */
const npm = (args: string[], cwd: string): string => execFileSync('npm', [...args, '--offline', '--no-audit', '--no-fund', `--cache=${join(room, 'cache')}`], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const run = (file: string, environment: NodeJS.ProcessEnv = {}): string[] =>
  execFileSync(process.execPath, [file], { cwd: service, env: { AWS_LAMBDA_FUNCTION_NAME: 'f', LAMBDA_TASK_ROOT: service, ...environment }, encoding: 'utf8', timeout: 10_000 }).trim().split('\n');
const recordsOf = (lines: string[]): ProbeRecord[] => lines.filter((line) => line.startsWith('{"pawl"')).map((line) => ProbeRecord.parse(JSON.parse(line)));

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), 'pawl-probe-package-'));
  built = join(room, 'built');
  service = join(room, 'service');
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-probe.ts'), '--out', built], { stdio: 'ignore' });
  mkdirSync(service);
  writeFileSync(join(service, 'package.json'), '{"name":"service","private":true}');
  const [packed] = JSON.parse(npm(['pack', built, '--json', `--pack-destination=${room}`], room)) as { filename: string }[];
  npm(['install', join(room, packed?.filename ?? '')], service);
  for (const [name, text] of Object.entries({
    'calls.mjs': `import { call } from '@pawl/probe';\nexport async function ask() { return call('directory', 1, async () => 1); }\n`,
    'esm.mjs': `import { probe } from '@pawl/probe';\nimport { ask } from './calls.mjs';\nexport const handler = probe(async () => { await ask(); return { statusCode: 201 }; });\n`,
    'cjs.cjs': `const { probe, cacheHit } = require('@pawl/probe');\nexports.handler = probe((event, context, done) => { cacheHit('c'); done(null, { statusCode: 202 }); });\n`,
    'main.mjs': `import { handler } from './esm.mjs';\nimport old from './cjs.cjs';\nawait handler({}, { awsRequestId: 'esm' });\nold.handler({}, { awsRequestId: 'cjs' }, () => undefined);\n`,
    'both.mjs': `import { probe } from '@pawl/probe';\nimport { createRequire } from 'node:module';\nconst old = createRequire(import.meta.url)('@pawl/probe');\nawait probe(async () => old.call('through require', 1, () => 1))({}, { awsRequestId: 'both' });\n`,
    'waits.mjs': `import { call, probe } from '@pawl/probe';\nconst never = () => new Promise(() => undefined);\nvoid probe(async () => call('stuck', 1, never))({}, { awsRequestId: 'w', getRemainingTimeInMillis: () => 60_000 });\nprocess.on('exit', () => process.stdout.write('ended'));\n`,
    'closed.mjs': `import { probe } from '@pawl/probe';\nconst handler = probe(async () => ({ statusCode: 200 }));\nfor (let round = 0; round < 20; round += 1) { await handler({}, {}); await new Promise((resolve) => setTimeout(resolve, 2)); }\nprocess.stderr.write('served');\n`,
  })) {
    writeFileSync(join(service, name), text);
  }
}, 60_000);
afterAll(() => rmSync(room, { recursive: true, force: true }));

test('holds what is needed and no more, the same bytes each time, and no path of this machine', () => {
  const again = join(room, 'again');
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-probe.ts'), '--out', again], { cwd: tmpdir(), stdio: 'ignore' });
  expect(readdirSync(join(service, 'node_modules/@pawl/probe')).toSorted()).toEqual(FILES.toSorted());
  for (const file of FILES) {
    const text = readFileSync(join(built, file), 'utf8');
    expect(readFileSync(join(again, file), 'utf8')).toBe(text);
    expect(text).not.toContain(ROOT);
  }
});

test('has no dependencies, and is under 20 KB minified and compressed', () => {
  const manifest = JSON.parse(readFileSync(join(built, 'package.json'), 'utf8')) as object;
  expect(manifest).not.toHaveProperty('dependencies');
  const imported = readFileSync(join(built, 'probe.js'), 'utf8').matchAll(/^import .* from "(.+)";$/gm);
  for (const [, name] of imported) expect(name).toMatch(/^node:/);
  const { outputFiles } = buildSync({ entryPoints: [join(built, 'probe.js')], minify: true, write: false, format: 'esm', platform: 'node' });
  expect(gzipSync(outputFiles[0]?.contents ?? '').length).toBeLessThan(20 * 1024);
});

describe('installed without a network', () => {
  test('serves a handler by `import` and one by `require`', () => {
    const records = recordsOf(run('main.mjs'));
    expect(records).toMatchObject([{ requestId: 'esm', status: 201, cold: true }, { requestId: 'cjs', status: 202, cold: false, cache: { c: { hits: 1 } } }]);
    expect(records[0]?.calls[0]).toMatchObject({ shape: 'directory', count: 1 });
    expect(records[0]?.calls[0]?.stack[0]).toMatch(/^calls\.mjs:2:\d+ ask$/);
  });

  test('is one probe, also where a service loads it both ways', () => {
    expect(recordsOf(run('both.mjs'))).toMatchObject([{ requestId: 'both', calls: [{ shape: 'through require' }] }]);
  });

  test('does nothing outside Lambda', () => {
    expect(execFileSync(process.execPath, ['main.mjs'], { cwd: service, env: {}, encoding: 'utf8' })).toBe('');
  });

  test('bundled and made small it names the service\'s places, and itself nowhere', () => {
    for (const format of ['esm', 'cjs'] as const) {
      const out = join(service, `bundled-${format}`);
      const { outputFiles } = buildSync({ stdin: { contents: `import { handler } from './esm.mjs';\nconst go = async () => { for (let round = 0; round < 2; round += 1) await handler({}, { awsRequestId: 'b' }); };\nvoid go();`, resolveDir: service }, bundle: true, minify: true, platform: 'node', format, write: false });
      mkdirSync(out);
      writeFileSync(join(out, `index.${format === 'esm' ? 'mjs' : 'cjs'}`), outputFiles[0]?.text ?? '');
      const records = recordsOf(run(join(out, `index.${format === 'esm' ? 'mjs' : 'cjs'}`), { LAMBDA_TASK_ROOT: out }));
      expect(records.map(({ status }) => status)).toEqual([201, 201]);
      // The function that asks and the handler; neither the probe nor what calls the handler.
      for (const { calls } of records) expect(calls[0]?.stack).toHaveLength(2);
    }
  });

  test('never keeps the process alive', () => {
    // Its timer for calls that wait is running when there is nothing else left to do: no line of it comes any more.
    expect(run('waits.mjs')).toEqual(['ended']);
  });

  test('a closed output does not end the process', async () => {
    const child = spawn(process.execPath, ['closed.mjs'], { cwd: service, env: { AWS_LAMBDA_FUNCTION_NAME: 'f' }, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let text = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    expect(text).toBe('served');
    expect(code).toBe(0);
  });
});

test('its types serve strict TypeScript in modules of both kinds, also as a middleware of middy', () => {
  for (const folder of ['@middy', '@types']) symlinkSync(join(ROOT, 'node_modules', folder), join(service, 'node_modules', folder));
  const modern = `import { call, probe, probeMiddleware, watchClient } from '@pawl/probe';
import makeMiddy from '@middy/core';
export const handler = probe(async (event: { id: number }): Promise<{ statusCode: number }> => ({ statusCode: 200 + event.id }), { sample: 0.5 });
export const answer: Promise<{ statusCode: number }> = handler({ id: 1 });
export const app = makeMiddy<object, { statusCode: number }>(async () => ({ statusCode: 200 })).use(probeMiddleware());
export const name: Promise<string> = call('directory', 1, async () => 'x', 'cache');
export const pool: { query(text: string): Promise<number> } = watchClient({ query: async (text: string) => text.length }, { name: 'db', kind: 'database', methods: ['query'] });
// @ts-expect-error there is no such kind
watchClient({}, { name: 'db', kind: 'disk', methods: [] });
`;
  writeFileSync(join(service, 'modern.mts'), modern);
  writeFileSync(join(service, 'old.cts'), `import { probe } from '@pawl/probe';\nexport const handler = probe((event: { id: number }, _context: unknown, done: (error: Error | null, value?: number) => void) => done(null, event.id));\n`);
  const program = ts.createProgram([join(service, 'modern.mts'), join(service, 'old.cts')], {
    strict: true, noEmit: true, skipLibCheck: true, types: [], exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
  });
  const own = ts.getPreEmitDiagnostics(program).filter(({ file }) => file === undefined || file.fileName.startsWith(service));
  expect(own.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});
