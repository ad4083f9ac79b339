import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/**
 * The real script in a small checkout of its own. Only npm and apt-get are stand-ins that keep a record:
 * what they are asked to do is what is tested here.
 */
const SETUP = join(import.meta.dirname, '..', '..', 'scripts', 'setup.mjs');
const CARRIED = `node-${process.platform}-${process.arch}`;

const NPM = `
const { appendFileSync, mkdirSync, rmSync, readFileSync, writeFileSync, symlinkSync } = require('node:fs');
const args = process.argv.slice(2);
appendFileSync('npm-calls', args.join(' ') + '\\n');
if (process.env.NPM_FAILS) { process.stderr.write(process.env.NPM_FAILS + '\\n'); process.exit(1); }
rmSync('node_modules', { recursive: true, force: true });
const packages = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
const installed = {};
for (const [path, entry] of Object.entries(packages)) {
  if (path === '' || (entry.dev && args.includes('--omit=dev')) || path === process.env.NPM_FORGETS) continue;
  mkdirSync(path, { recursive: true });
  writeFileSync(path + '/package.json', '{}');
  installed[path] = { version: entry.version };
}
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: installed }));
mkdirSync('node_modules/.bin');
symlinkSync(process.execPath, 'node_modules/.bin/node');
`;

const lockFile = (versions: Readonly<Record<string, string>> = {}) =>
  JSON.stringify({
    packages: {
      '': { name: 'checkout' },
      'node_modules/runs': { version: versions['runs'] ?? '1.0.0' },
      'node_modules/tests': { version: versions['tests'] ?? '1.0.0', dev: true },
      'node_modules/elsewhere': { version: '1.0.0', optional: true, os: ['never'], cpu: ['never'] },
      [`node_modules/${CARRIED}`]: { version: '24.0.0', optional: true, os: process.platform, cpu: process.arch },
    },
  });

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'setup-'));
  for (const folder of ['scripts', 'path', 'npm']) mkdirSync(join(root, folder));
  copyFileSync(SETUP, join(root, 'scripts', 'setup.mjs'));
  writeFileSync(join(root, 'package-lock.json'), lockFile());
  writeFileSync(join(root, 'npm', 'npm-cli.js'), NPM);
  writeFileSync(join(root, 'npm', 'package.json'), '{"type":"commonjs"}');
  program('git', '');
  program('bwrap', '');
  program('chromium', '');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function program(name: string, script: string) {
  const file = join(root, 'path', name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

function setup(mode: string, environment: Readonly<Record<string, string>> = {}) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, 'scripts', 'setup.mjs'), mode], {
    encoding: 'utf8',
    cwd: tmpdir(),
    env: { PATH: join(root, 'path'), npm_execpath: join(root, 'npm', 'npm-cli.js'), ...environment },
  });
  return { stdout, stderr, status };
}

const calls = (name: string) => (existsSync(join(root, name)) ? readFileSync(join(root, name), 'utf8').trim().split('\n') : []);
const SILENT = { stdout: '', stderr: '', status: 0 };

describe('packages', () => {
  test('are installed the first time, without those of the tests, and it says what and how long', () => {
    const { stdout, status } = setup('run');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Installing the packages that it runs on \(first time\) …\nInstalled 3 packages, \d+ MB, in \d+\.\d s\.\n$/);
    expect(calls('npm-calls')).toEqual([expect.stringMatching(/^ci --ignore-scripts .*--omit=dev$/)]);
    expect(existsSync(join(root, 'node_modules', 'tests'))).toBe(false);
  });

  test('are not touched again while nothing changed, and nothing is said', () => {
    setup('run');
    expect(setup('run')).toEqual(SILENT);
    expect(calls('npm-calls')).toHaveLength(1);
  });

  test('of the tests come when the tests need them; a full set does for running too', () => {
    setup('run');
    expect(setup('all').stdout).toContain('Installing all packages (the tests need more)');
    expect(setup('run')).toEqual(SILENT);
    expect(setup('all')).toEqual(SILENT);
    expect(calls('npm-calls')).toHaveLength(2);
  });

  test('that somebody installed by hand are taken as they are', () => {
    spawnSync(process.execPath, [join(root, 'npm', 'npm-cli.js'), 'ci'], { cwd: root });
    expect(setup('all')).toEqual(SILENT);
    expect(calls('npm-calls')).toHaveLength(1);
  });

  test('are installed anew, as fully as before, when the lock file names another version', () => {
    setup('all');
    writeFileSync(join(root, 'package-lock.json'), lockFile({ runs: '1.0.1' }));
    expect(setup('run').stdout).toContain('Installing all packages (1 missing or of another version, runs for one)');
    expect(setup('all')).toEqual(SILENT);
  });

  test('are not installed anew when the lock file changed in what is not needed', () => {
    setup('run');
    writeFileSync(join(root, 'package-lock.json'), lockFile({ tests: '2.0.0' }));
    expect(setup('run')).toEqual(SILENT);
  });

  test.each(['runs', CARRIED])('are installed anew when the folder of %s is gone', (name) => {
    setup('run');
    rmSync(join(root, 'node_modules', name), { recursive: true });
    expect(setup('run').stdout).toContain('Installing');
    expect(setup('run')).toEqual(SILENT);
  });

  test('that npm left out although it reported success are an error', () => {
    expect(setup('run', { NPM_FORGETS: 'node_modules/runs' })).toMatchObject({ status: 1, stderr: expect.stringContaining('runs is not there') as string });
  });

  test.each([
    ['npm error code ENOTFOUND', 'check the network'],
    ['npm error code ENOSPC', 'The disk is full'],
    ['npm error code EUSAGE: can only install when in sync', 'do not agree'],
    ['npm error code EACCES', 'check who owns'],
  ])('that cannot be installed end with what to do: %s', (message, advice) => {
    const { status, stderr } = setup('run', { NPM_FAILS: message });
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).toContain(advice);
    expect(setup('run').status).toBe(0);
  });
});

describe('programs', () => {
  test('git is required, and how to get it is said', () => {
    rmSync(join(root, 'path', 'git'));
    expect(setup('run')).toMatchObject({ status: 1, stderr: expect.stringMatching(/^git is missing\.\nInstall it: /) as string });
    expect(calls('npm-calls')).toEqual([]);
  });

  test('without bubblewrap and without the means to install it, one line says so and nothing fails', () => {
    setup('run');
    rmSync(join(root, 'path', 'bwrap'));
    const { stdout, status } = setup('run');
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toEqual([expect.stringContaining('bubblewrap')]);
  });

  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  test.skipIf(!asRoot)('bubblewrap is installed where root may', () => {
    rmSync(join(root, 'path', 'bwrap'));
    program('apt-get', `echo "$@" >> ${root}/apt-calls; : > ${root}/path/bwrap`);
    expect(setup('run').stdout).toContain('Installed bubblewrap.');
    expect(calls('apt-calls')).toEqual([expect.stringContaining('install -y --no-install-recommends bubblewrap')]);
    expect(setup('run')).toEqual(SILENT);
  });

  test.skipIf(!asRoot)('bubblewrap that cannot be installed is tried once, then only told', () => {
    rmSync(join(root, 'path', 'bwrap'));
    program('apt-get', `echo "$@" >> ${root}/apt-calls; exit 100`);
    expect(setup('run')).toMatchObject({ status: 0, stdout: expect.stringContaining('could not be installed') as string });
    const tried = calls('apt-calls').length;
    expect(setup('run').stdout).toMatch(/^bubblewrap is missing: install it with apt-get install bubblewrap; .*refused.*\n$/);
    expect(calls('apt-calls')).toHaveLength(tried);
  });
});

describe('a browser', () => {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  beforeEach(() => rmSync(join(root, 'path', 'chromium')));

  test('is wanted for the tests only: without one they are skipped, one line says so, and nothing fails', () => {
    expect(setup('run').stdout).not.toContain('Chromium');
    expect(setup('all')).toMatchObject({ status: 0, stdout: expect.stringContaining('the tests of the page are skipped') as string });
  });

  test('may be named', () => {
    setup('all');
    expect(setup('all', { PAWL_CHROMIUM: '/somewhere/chrome' })).toEqual(SILENT);
  });

  test.skipIf(!asRoot)('is installed where root may, and tried once where that fails', () => {
    program('apt-get', `echo "$@" >> ${root}/apt-calls; exit 100`);
    setup('all');
    const tried = calls('apt-calls').length;
    expect(tried).toBeGreaterThan(0);
    setup('all');
    expect(calls('apt-calls')).toHaveLength(tried);
    rmSync(join(root, 'node_modules'), { recursive: true });
    program('apt-get', `: > ${root}/path/chromium`);
    expect(setup('all').stdout).toContain('Installed Chromium.');
    expect(setup('all')).toEqual(SILENT);
  });
});

describe('the command', () => {
  const BIN = join(import.meta.dirname, '..', '..', 'bin', 'pawl.mjs');
  beforeEach(() => {
    mkdirSync(join(root, 'bin'));
    mkdirSync(join(root, 'cli'));
    copyFileSync(BIN, join(root, 'bin', 'pawl.mjs'));
    writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  });

  const pawl = (...words: string[]) => spawnSync(process.execPath, [join(root, 'bin', 'pawl.mjs'), ...words], { encoding: 'utf8', cwd: dirname(root) });

  test('says what to do before it is installed', () => {
    expect(pawl()).toMatchObject({ status: 1, stderr: `Pawl is not installed yet. Run \`npm ci\` in ${root}, then try again.\n` });
  });

  test('starts on the Node that comes along, with its arguments, and ends as that ends', () => {
    setup('run');
    rmSync(join(root, 'node_modules', '.bin', 'node'));
    symlinkSync(process.execPath, join(root, 'node_modules', '.bin', 'node'));
    writeFileSync(join(root, 'cli', 'pawl.ts'), `const words: string[] = process.argv.slice(2); console.log(JSON.stringify([process.argv0, words])); process.exitCode = 7;`);
    const { stdout, status } = pawl('run', '--target', 'a b');
    expect(status).toBe(7);
    expect(JSON.parse(stdout)).toEqual([join(root, 'node_modules', '.bin', 'node'), ['run', '--target', 'a b']]);
  });

  test('hands a signal on, and tells by its exit code that it was one', () => {
    setup('run');
    writeFileSync(join(root, 'cli', 'pawl.ts'), `process.kill(process.ppid, 'SIGTERM'); setInterval(() => undefined, 1000);`);
    expect(pawl().status).toBe(143);
  });
});
