import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { TestJob, TestRun, Workshop } from '../../shared/ports/workshop.ts';

const PACKAGE = JSON.stringify({ name: 'small', type: 'module', scripts: { test: 'node --test' } });
const HEAD = "import { test } from 'node:test';\nimport assert from 'node:assert/strict';\n";
const PACKAGES = join(import.meta.dirname, '../../node_modules');

type Change = Partial<Omit<TestJob, 'files'>> & { readonly files?: Readonly<Record<string, string>> };

/** A service with one passing test; each test varies one thing. */
const job = ({ files = { 'test/one.test.ts': `${HEAD}test('passes', () => {});\n` }, ...change }: Change = {}): TestJob => ({
  files: new Map(Object.entries({ 'package.json': PACKAGE, ...files })),
  dependencies: undefined, command: ['node', '--test'], runner: 'node', timeoutSeconds: 30, memoryMb: 512, ...change,
});

const oneTest = (body: string, change: Change = {}): TestJob => job({ ...change, files: { ...change.files, 'test/one.test.ts': HEAD + body } });

const statuses = (run: TestRun): Record<string, string> => Object.fromEntries(run.tests.map(({ name, status }) => [name, status]));

/** Processes of this machine whose command line holds the marker. */
const processesWith = (marker: string): string[] => readdirSync('/proc').filter((pid) => {
  try {
    return /^\d+$/.test(pid) && Number(pid) !== process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(marker);
  } catch {
    return false;
  }
});

export type WorkshopPlace = {
  /** The module in a package's bundle, where a bundle is more than the module. */
  readonly moduleOf?: (bundle: Uint8Array) => Uint8Array;
  /** Why nothing of it can be tried here. */
  readonly missing?: string | undefined;
};

/** What every workshop must do, sandbox or not. */
export function workshopContract(name: string, make: () => Workshop, { moduleOf = (bundle) => bundle, missing }: WorkshopPlace = {}): void {
  describe.skipIf(missing !== undefined)(`${name}: tests`, () => {
    const workshop = make();

    it('tells which tests passed, failed and were skipped, with file, time and message', async () => {
      const run = await workshop.test(oneTest(`import { suite } from 'node:test';
        suite('sums', () => { test('right', () => {}); test('wrong', () => { assert.equal(1 + 1, 3); }); test('later', { skip: true }, () => {}); });`));
      expect(statuses(run)).toEqual({ 'sums > right': 'passed', 'sums > wrong': 'failed', 'sums > later': 'skipped' });
      expect(run.tests.map(({ file }) => file)).toEqual(['test/one.test.ts', 'test/one.test.ts', 'test/one.test.ts']);
      expect(run.tests[1]?.message).toContain('2 !== 3');
      expect(run).toMatchObject({ ended: 'exited', exitCode: 1 });
      expect(run.durationMs).toBeGreaterThan(0);
      expect(run.tests.every(({ memoryMb = 0 }) => memoryMb > 0)).toBe(true);
    });

    it('counts the lines that ran, the untaken branch and the file that no test loads as not covered', async () => {
      const source = 'export interface Kept { a: string }\nexport function sign(n: number): string {\n  if (n < 0) {\n    return "minus";\n  }\n  return "plus";\n}\n';
      const run = await workshop.test(oneTest("import { sign } from '../src/sign.ts';\ntest('plus', () => { assert.equal(sign(1), 'plus'); });", { files: { 'src/sign.ts': source, 'src/unused.ts': 'export const unused = (): number => {\n  return 1;\n};\n' } }));
      expect(run.coverage.get('src/sign.ts')).toEqual({ executable: new Set([3, 4, 6]), covered: new Set([3, 6]) });
      expect(run.coverage.get('src/unused.ts')?.covered).toEqual(new Set());
      expect(run.coverage.get('src/unused.ts')?.executable).toEqual(new Set([1, 2]));
    });

    it('adds up the coverage of many test files', async () => {
      const numbers = Array.from({ length: 12 }, (_, index) => index);
      const source = `export function pick(n: number): number {\n  switch (n) {\n${numbers.map((n) => `    case ${n}:\n      return ${n};\n`).join('')}    default:\n      return -1;\n  }\n}\n`;
      const tests = Object.fromEntries(numbers.map((n) => [`test/${n}.test.ts`, `${HEAD}import { pick } from '../src/pick.ts';\ntest('picks ${n}', () => { assert.equal(pick(${n}), ${n}); });\n`]));
      const run = await workshop.test(job({ files: { 'src/pick.ts': source, ...tests } }));
      expect(run.tests).toHaveLength(12);
      const lines = run.coverage.get('src/pick.ts');
      expect(numbers.filter((n) => lines?.covered.has(4 + 2 * n) !== true)).toEqual([]);
    });

    it('names tests the same whether or not they share the runner’s process', async () => {
      const suites = { 'test/one.test.ts': `${HEAD}import { suite } from 'node:test';\nsuite('a', () => { test('b', () => {}); suite('c', () => { test('d', () => {}); }); });\n`, 'test/two.test.ts': `${HEAD}test('b', () => { assert.fail(); });\n` };
      const [apart, together] = [await workshop.test(job({ files: suites })), await workshop.test(job({ files: suites, command: ['node', '--test', '--test-isolation=none'], mayShareProcess: true }))];
      const names = (run: TestRun) => run.tests.map(({ name, file, status }) => `${file} ${name} ${status}`).toSorted();
      expect(names(together)).toEqual(names(apart));
      expect(names(apart)).toEqual(['test/one.test.ts a > b passed', 'test/one.test.ts a > c > d passed', 'test/two.test.ts b failed']);
    });

    it('runs a script of package.json without the package manager', async () => {
      expect(statuses(await workshop.test(job({ command: ['npm', 'test'] })))).toEqual({ passes: 'passed' });
    });

    it('finds installed packages', async () => {
      const run = await workshop.test(oneTest("import * as z from 'zod';\ntest('parses', () => { assert.equal(z.number().parse(3), 3); });", { dependencies: PACKAGES }));
      expect(statuses(run)).toEqual({ parses: 'passed' });
    });

    it('runs vitest, with coverage where the target has a provider', async () => {
      const run = await workshop.test(job({
        runner: 'vitest', command: ['npx', 'vitest', 'run'], dependencies: PACKAGES, memoryMb: 1536,
        files: { 'src/half.ts': 'export const half = (n: number): number => {\n  if (n < 0) {\n    return 0;\n  }\n  return n / 2;\n};\n', 'src/half.test.ts': "import { describe, expect, it } from 'vitest';\nimport { half } from './half.ts';\ndescribe('half', () => { it('halves', () => { expect(half(4)).toBe(2); }); it.skip('later', () => {}); });\n" },
      }));
      expect(statuses(run)).toEqual({ 'half > halves': 'passed', 'half > later': 'skipped' });
      expect(run.coverage.get('src/half.ts')?.covered).toEqual(new Set([1, 2, 5]));
    });

    it('says so when the command cannot run, and reports no test', async () => {
      const run = await workshop.test(job({ command: ['no-such-program'] }));
      expect(run.tests).toEqual([]);
      expect(run.exitCode === 0).toBe(false);
    });

    it('ends an endless loop at the time limit, and still tells which tests had passed', async () => {
      const run = await workshop.test(oneTest("test('quick', () => {});\ntest('endless', () => { for (;;); });", { timeoutSeconds: 3 }));
      expect(run.ended).toBe('timed-out');
      expect(statuses(run)['endless']).not.toBe('passed');
    });

    it('ends a run that holds more memory than allowed', async () => {
      const run = await workshop.test(oneTest("test('hog', async () => { const held = []; for (;;) { held.push(Buffer.alloc(20_000_000, 1)); await new Promise((resolve) => setTimeout(resolve, 10)); } });", { memoryMb: 300 }));
      expect(run.ended).toBe('out-of-memory');
      expect(run.peakMemoryMb).toBeGreaterThanOrEqual(300);
    });

    it('cuts a flood of output and ends the run', async () => {
      const run = await workshop.test(oneTest("import { writeSync } from 'node:fs';\ntest('flood', () => { const text = 'x'.repeat(1_000_000); for (let written = 0; written < 100_000_000;) { try { written += writeSync(1, text); } catch { /* the pipe is full */ } } });"));
      expect(run.ended).toBe('output-limit');
      expect(run.output.length).toBeLessThan(70_000);
    });

    it('leaves no process behind', async () => {
      const marker = `pawl-marker-${process.pid}-daemon`;
      const run = await workshop.test(oneTest(`import { spawn } from 'node:child_process';\ntest('daemon', () => { spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '${marker}'], { stdio: 'ignore' }).unref(); });`));
      expect(run.ended).toBe('exited');
      expect(processesWith(marker)).toEqual([]);
    });

    it('takes nothing that a test prints for a result', async () => {
      const run = await workshop.test(oneTest(`test('real', () => {
        console.log('ok 1 - forged');
        console.log(JSON.stringify({ type: 'test:pass', data: { name: 'forged', nesting: 0 } }));
        console.log(JSON.stringify({ path: ['forged'], passed: true, suite: false, skipped: false, todo: false, durationMs: 1 }));
        console.log('<testcase name="forged"/>');
      });`));
      expect(statuses(run)).toEqual({ real: 'passed' });
    });

    it('does not count a test as passed when the process ends before it with code 0', async () => {
      const run = await workshop.test(oneTest("test('early', () => { process.exit(0); });\ntest('after', () => { assert.fail(); });"));
      expect(Object.values(statuses(run))).not.toContain('passed');
    });

    it('keeps several runs at once apart', async () => {
      const runs = await Promise.all(['a', 'b', 'c'].map((mine) => workshop.test(oneTest(`import { mine } from '../src/mine.ts';\nimport { existsSync, writeFileSync } from 'node:fs';\ntest('${mine}', () => { assert.equal(mine, '${mine}'); assert.equal(existsSync('seen'), false); writeFileSync('seen', ''); });`, { files: { 'src/mine.ts': `export const mine = '${mine}';\n` } }))));
      expect(runs.map(statuses)).toEqual([{ a: 'passed' }, { b: 'passed' }, { c: 'passed' }]);
    });

    it('refuses a file outside the work folder', async () => {
      await expect(workshop.test(job({ files: { '../../escaped.ts': '' } }))).rejects.toThrow('outside the work folder');
    });

    afterEach(() => {
      const left = readdirSync(tmpdir()).filter((entry) => entry.startsWith(`pawl-workshop-${process.pid}-`));
      expect(left, 'every run is cleaned up').toEqual([]);
    });
  });

  describe.skipIf(missing !== undefined)(`${name}: packages`, () => {
    const workshop = make();
    const files = new Map(Object.entries({
      'package.json': PACKAGE,
      'src/handler.ts': "import * as z from 'zod';\nimport { twice } from './twice.js';\nimport data from './data.json';\nexport const handler = async (n: unknown): Promise<number> => twice(z.number().parse(n)) + data.extra;\n",
      'src/twice.ts': 'export function twice(n: number): number {\n  return n * 2;\n}\n',
      'src/data.json': '{ "extra": 1 }\n',
    }));

    it('builds a module that runs, the same bytes and digest each time', async () => {
      const [first, second] = [await workshop.pack({ files, dependencies: PACKAGES, entry: 'src/handler.ts' }), await workshop.pack({ files: new Map(files), dependencies: PACKAGES, entry: 'src/handler.ts' })];
      if (!first.ok || !second.ok) throw new Error('not built');
      expect(first.package.digest).toMatch(/^[0-9a-f]{64}$/);
      expect(second.package.digest).toBe(first.package.digest);
      const folder = await mkdtemp(join(tmpdir(), 'pawl-contract-'));
      try {
        await writeFile(join(folder, 'index.mjs'), moduleOf(first.package.bundle));
        const module: { handler(n: unknown): Promise<number> } = await import(pathToFileURL(join(folder, 'index.mjs')).href);
        expect(await module.handler(3)).toBe(7);
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    it('names sources in the map as they are named in the service, with their text', async () => {
      const built = await workshop.pack({ files, dependencies: PACKAGES, entry: 'src/handler.ts' });
      if (!built.ok) throw new Error('not built');
      const map: { sources: string[]; sourcesContent: string[] } = JSON.parse(new TextDecoder().decode(built.package.sourceMap));
      const at = map.sources.indexOf('src/twice.ts');
      expect(map.sourcesContent[at]).toBe(files.get('src/twice.ts'));
    });

    it('gives another digest for other code', async () => {
      const other = new Map([...files, ['src/twice.ts', 'export function twice(n: number): number {\n  return n + n;\n}\n']]);
      const digests = await Promise.all([files, other].map(async (each) => {
        const built = await workshop.pack({ files: each, dependencies: PACKAGES, entry: 'src/handler.ts' });
        return built.ok ? built.package.digest : undefined;
      }));
      expect(digests[0]).not.toBe(digests[1]);
    });

    it('tells file and line of what does not build', async () => {
      const broken = await workshop.pack({ files: new Map([['src/handler.ts', "import './gone.ts';\nexport const handler = 1;\n"]]), dependencies: undefined, entry: 'src/handler.ts' });
      expect(broken).toEqual({ ok: false, errors: [{ message: expect.stringContaining('./gone.ts'), path: 'src/handler.ts', line: 1 }] });
      const missing = await workshop.pack({ files, dependencies: undefined, entry: 'src/nothing.ts' });
      expect(missing).toMatchObject({ ok: false, errors: [{ message: expect.stringContaining('src/nothing.ts') }] });
    });

    it('reads no file of the machine', async () => {
      const built = await workshop.pack({ files: new Map([['src/handler.ts', "export { default } from '/etc/hostname';\nexport { default as other } from '../../../../etc/hostname';\n"]]), dependencies: PACKAGES, entry: 'src/handler.ts' });
      expect(built.ok).toBe(false);
    });
  });
}

/** What only a sandbox can hold: attempts to get out of it. */
export function sandboxContract(name: string, make: () => Workshop): void {
  describe(`${name}: escape attempts`, () => {
    const workshop = make();
    const passes = async (test: TestJob) => {
      const run = await workshop.test(test);
      expect(run.tests.map(({ name, status, message }) => ({ name, status, message })), run.output).toEqual([{ name: 'attempt', status: 'passed', message: undefined }]);
    };

    it('refuses the network, the machine’s own loopback too', async () => {
      let connections = 0;
      const server = createServer((socket) => { connections += 1; socket.destroy(); });
      await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
      const { port } = server.address() as AddressInfo;
      await passes(oneTest(`import { connect } from 'node:net';
        const outcome = (port: number, host: string) => new Promise((resolve) => { const socket = connect({ port, host, timeout: 2000 }); socket.on('connect', () => resolve('connected')); socket.on('timeout', () => resolve('nothing')); socket.on('error', () => resolve('refused')); });
        test('attempt', async () => { assert.notEqual(await outcome(${port}, '127.0.0.1'), 'connected'); assert.equal(await outcome(80, '1.1.1.1'), 'refused'); });`));
      server.close();
      expect(connections).toBe(0);
    });

    it('lets a test talk to itself over loopback', async () => {
      await passes(oneTest(`import { createServer } from 'node:http';
        test('attempt', async () => { const server = createServer((_, response) => response.end('hello')).listen(0); await new Promise((resolve) => server.on('listening', resolve)); const address = server.address(); assert.ok(typeof address === 'object' && address !== null); const answer = await fetch('http://localhost:' + address.port); assert.equal(await answer.text(), 'hello'); server.close(); });`));
    });

    it('shows no environment, home, host file or foreign process', async () => {
      process.env['PAWL_CONTRACT_SECRET'] = 'secret-of-the-parent';
      try {
        await passes(oneTest(`import { existsSync, readdirSync, readFileSync } from 'node:fs';
          test('attempt', () => {
            assert.doesNotMatch(JSON.stringify(process.env), /secret-of-the-parent/);
            for (const pid of readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))) { let text = ''; try { text = readFileSync('/proc/' + pid + '/environ', 'utf8') + readFileSync('/proc/' + pid + '/cmdline', 'utf8'); } catch {} assert.doesNotMatch(text, /secret-of-the-parent|vitest/); }
            for (const path of ${JSON.stringify([import.meta.filename, process.cwd(), process.env['HOME'] ?? '/root', '/home', '/root', '/etc/shadow', '/var', '/sys'])}) assert.equal(existsSync(path), false, path);
          });`));
      } finally {
        delete process.env['PAWL_CONTRACT_SECRET'];
      }
    });

    it('refuses to write outside the work folder, packages and system included', async () => {
      await passes(oneTest(`import { writeFileSync } from 'node:fs';
        test('attempt', () => { for (const folder of ['/', '/usr', '/usr/bin', '/etc', '/dev', '/source', '/opt', '/opt/pawl', '/opt/pawl/bin', '/service/node_modules', '/proc/sys/kernel']) assert.throws(() => writeFileSync(folder + '/written', ''), folder); assert.throws(() => writeFileSync('/opt/pawl/reporter.mjs', '')); });`, { dependencies: PACKAGES }));
    });

    it('has no power left: not root, no capability, no way to get one', async () => {
      await passes(oneTest(`import { readFileSync } from 'node:fs';
        test('attempt', () => { assert.notEqual(process.getuid?.(), 0); const status = readFileSync('/proc/self/status', 'utf8'); assert.match(status, /CapEff:\\t0+\\n/); assert.match(status, /CapBnd:\\t0+\\n|NoNewPrivs:\\t1\\n/); assert.match(status, /NoNewPrivs:\\t1/); });`));
    });

    it('contains a fork bomb', async () => {
      const marker = `pawl-marker-${process.pid}-bomb`;
      const run = await workshop.test(oneTest(`import { spawnSync } from 'node:child_process';\ntest('bomb', () => { spawnSync('sh', ['-c', 'b() { b | b & }; b; sleep 30', '${marker}']); });`, { timeoutSeconds: 3 }));
      expect(['timed-out', 'out-of-memory', 'output-limit']).toContain(run.ended);
      expect(processesWith(marker)).toEqual([]);
      expect(spawnSync(process.execPath, ['--version']).status).toBe(0);
    });

    it('bounds what can be written to disk', async () => {
      await passes(oneTest(`import { openSync, writeSync } from 'node:fs';
        const fill = (folder: string) => { const block = Buffer.alloc(8_000_000); for (let file = 0; file < 100; file += 1) { const open = openSync(folder + '/fill-' + file, 'w'); for (let i = 0; i < 10; i += 1) writeSync(open, block); } };
        test('attempt', () => { for (const folder of ['/tmp', '/service', '/dev/shm']) assert.throws(() => fill(folder), /ENOSPC/); });`, { memoryMb: 1024 }));
    });

    it('ends a run that fills the folder for results', async () => {
      const run = await workshop.test(oneTest("import { writeFileSync } from 'node:fs';\ntest('fill', async () => { const block = Buffer.alloc(40_000_000); for (let i = 0; i < 200; i += 1) { writeFileSync('/results/coverage/' + i, block); await new Promise((resolve) => setTimeout(resolve, 30)); } });"));
      expect(run.ended).toBe('output-limit');
    });

    it('believes no result that a test writes where the runner’s results would be', async () => {
      const forged = JSON.stringify({ path: ['forged'], file: '/service/test/one.test.ts', passed: true, suite: false, skipped: false, todo: false, durationMs: 1 });
      const run = await workshop.test(oneTest(`import { readdirSync, writeFileSync, writeSync } from 'node:fs';
        test('attempt', () => {
          const line = ${JSON.stringify(`${forged}\n`)};
          try { writeSync(3, line); } catch {}
          for (const pid of readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))) for (const fd of ['1', '3']) try { if (Number(pid) !== process.pid) writeFileSync('/proc/' + pid + '/fd/' + fd, line); } catch {}
          for (const name of ['events.jsonl', 'tests.json']) writeFileSync('/results/' + name, line);
        });`));
      expect(statuses(run)).toEqual({ attempt: 'passed' });
    });

    it('follows no link that a test leaves among its results', async () => {
      const run = await workshop.test(oneTest(`import { rmSync, symlinkSync } from 'node:fs';\ntest('attempt', () => { rmSync('/results/coverage', { recursive: true }); symlinkSync('/etc', '/results/coverage'); });`));
      expect(statuses(run)).toEqual({ attempt: 'passed' });
      expect([...run.coverage.values()].every(({ covered }) => covered.size === 0)).toBe(true);
    });
  });
}
