#!/usr/bin/env node
/**
 * Makes the checkout ready: `setup.mjs run` for what `npm start` needs, `setup.mjs all` for everything.
 * Runs before `npm start` and `npm test`, on any Node from 18 on; so it is plain JavaScript and needs nothing.
 * Says what it does, and nothing when all is in place. Exit code 1, with what to do, when something is missing that it cannot get.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.pawl-setup');
const WINDOWS = process.platform === 'win32';
const CARRIED_NODE = join(MODULES, '.bin', WINDOWS ? 'node.cmd' : 'node');
const NODE_MAJOR = 24;
const say = (text) => process.stdout.write(`${text}\n`);

const mode = process.argv[2] ?? 'run';
if (mode !== 'run' && mode !== 'all') stop(`Unknown mode ${JSON.stringify(mode)}.`, 'Use `node scripts/setup.mjs run` or `node scripts/setup.mjs all`.');
const lockText = readText(join(ROOT, 'package-lock.json')) ?? stop('package-lock.json is missing.', 'Restore it: git checkout -- package-lock.json');
const lockDigest = createHash('sha256').update(lockText).digest('hex');
const stamp = parse(readText(STAMP)) ?? {};

requireGit();
const installed = installPackages();
checkCarriedNode(installed);
prepareSandbox();
if (mode === 'all') prepareBrowser();

/** Pawl keeps its work in branches of the watched service's repository. */
function requireGit() {
  if (onPath('git')) return;
  const how = { darwin: 'xcode-select --install', win32: 'https://git-scm.com/download/win' }[process.platform] ?? 'apt-get install git (or the package manager of this system)';
  stop('git is missing.', `Install it: ${how}`);
}

/** Installs when the lock file is another one than last time, or when something of it is not there. Answers whether it did. */
function installPackages() {
  const reason = reasonToInstall();
  if (reason === undefined) {
    const full = missingPackages('all').length === 0 ? 'all' : mode;
    if (stamp.lock !== lockDigest || stamp.mode !== full) writeStamp({ lock: lockDigest, mode: full });
    return false;
  }
  const whole = mode === 'all' || stamp.mode === 'all';
  say(`Installing ${whole ? 'all packages' : 'the packages that it runs on'} (${reason}) …`);
  const began = Date.now();
  npmCi(whole ? ['--include=dev'] : ['--omit=dev']);
  const missing = missingPackages(whole ? 'all' : 'run');
  if (missing.length > 0) stop(`npm ended well, but ${missing[0]} is not there.`, `Remove ${MODULES} and try again.`);
  writeStamp({ lock: lockDigest, mode: whole ? 'all' : 'run' });
  const { packages, bytes } = measure(MODULES);
  say(`Installed ${packages} packages, ${Math.round(bytes / 1e6)} MB, in ${((Date.now() - began) / 1000).toFixed(1)} s.`);
  return true;
}

function reasonToInstall() {
  if (!existsSync(MODULES)) return 'first time';
  const missing = missingPackages(mode);
  if (missing.length > 0) return stamp.mode === 'run' && mode === 'all' && stamp.lock === lockDigest ? 'the tests need more' : `${missing.length} missing or of another version, ${missing[0]} for one`;
  return undefined;
}

/**
 * What the lock file names for a mode and node_modules does not hold in that version. npm's own record of what it
 * installed tells the versions; the folders tell whether they are still there. Packages for other platforms do not count.
 */
function missingPackages(wanted) {
  const locked = parse(lockText)?.packages ?? {};
  const present = parse(readText(join(MODULES, '.package-lock.json')))?.packages ?? {};
  return Object.entries(locked)
    .filter(([path, entry]) => path !== '' && (entry.optional ? isNeededHere(path, entry) : !entry.devOptional) && (wanted === 'all' || !entry.dev))
    .filter(([path, entry]) => present[path]?.version !== entry.version || !existsSync(join(ROOT, path, 'package.json')))
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
}

/** Of the optional packages, those without which nothing runs: Node and the bundler, as built for this platform. */
function isNeededHere(path, { os, cpu }) {
  return /^node_modules\/(?:node-|@esbuild\/)/.test(path) && [os].flat().includes(process.platform) && [cpu].flat().includes(process.arch);
}

function npmCi(which) {
  const script = process.env.npm_execpath;
  const words = ['ci', '--ignore-scripts', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error', ...which];
  // The node that runs this may be the carried one, which `npm ci` is about to remove; npm's own stays.
  const [command, args] = script !== undefined && /npm-cli\.c?js$/.test(script) ? [process.env.npm_node_execpath ?? process.execPath, [script, ...words]] : [WINDOWS ? 'npm.cmd' : 'npm', words];
  const result = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26, shell: WINDOWS && command === 'npm.cmd', stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.error !== undefined) stop(`npm could not be started: ${result.error.message}`, 'Install Node with npm, then try again.');
  if (result.status === 0) return;
  const output = `${result.stdout}\n${result.stderr}`;
  process.stderr.write(`${output.trim().split('\n').slice(0, 12).join('\n')}\n`);
  stop(`npm ci failed (${result.signal ?? `exit code ${result.status}`}).`, adviceOn(output));
}

function adviceOn(output) {
  if (/ENOSPC|no space left/i.test(output)) return 'The disk is full: free about 500 MB, then try again.';
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|network/i.test(output)) return 'The package registry cannot be reached: check the network, the proxy and `npm config get registry`, then try again.';
  if (/EACCES|EPERM|EROFS/i.test(output)) return `The folder cannot be written: check who owns ${ROOT}.`;
  if (/EINTEGRITY/i.test(output)) return 'A package is not what the lock file says: run `npm cache clean --force`, then try again.';
  if (/EUSAGE|in sync|lock file/i.test(output)) return 'package.json and package-lock.json do not agree: restore both with git.';
  return 'See above; then try again, or run `npm ci` by hand.';
}

/** Node comes along as a package, so that what is tested is what Lambda runs. Tried once after an install; later its place is enough. */
function checkCarriedNode(justInstalled) {
  if (existsSync(CARRIED_NODE) && !justInstalled) return;
  const tried = existsSync(CARRIED_NODE) ? spawnSync(CARRIED_NODE, ['--version'], { encoding: 'utf8', shell: WINDOWS }) : undefined;
  if (tried?.status === 0) return;
  if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) return;
  stop(`The Node ${NODE_MAJOR} that comes along does not run on this system (${process.platform} ${process.arch}).`, `Install Node ${NODE_MAJOR} or later yourself, then try again.`);
}

/** Unproven code runs in bubblewrap. Installed where that needs no question (root on Debian); nothing fails for want of it. */
function prepareSandbox() {
  if (onPath('bwrap')) return;
  const refused = 'without it, patches written by a model are refused, and tests of other patches run with less isolation';
  if (process.platform !== 'linux') {
    say(`There is no bubblewrap on this system: ${refused}.`);
    return;
  }
  const mayInstall = process.getuid?.() === 0 && onPath('apt-get');
  if (mayInstall && stamp.bubblewrap !== 'failed') {
    say('Installing bubblewrap, the sandbox for unproven code …');
    if (installSystemPackage('bubblewrap')) {
      say('Installed bubblewrap.');
      return;
    }
    writeStamp({ ...parse(readText(STAMP)), bubblewrap: 'failed' });
    say('bubblewrap could not be installed.');
  }
  say(`bubblewrap is missing: install it with ${mayInstall ? 'apt-get install bubblewrap' : 'sudo apt-get install bubblewrap (or dnf, pacman, apk)'}; ${refused}.`);
}

/** The page is tested in a real browser. Without one these tests are skipped, and say so. */
function prepareBrowser() {
  if (process.env.PAWL_CHROMIUM !== undefined || ['chromium', 'chromium-browser', 'google-chrome'].some((name) => onPath(name))) return;
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get');
  if (mayInstall && stamp.chromium !== 'failed') {
    say('Installing Chromium, to test the page in …');
    if (installSystemPackage('chromium')) {
      say('Installed Chromium.');
      return;
    }
    writeStamp({ ...parse(readText(STAMP)), chromium: 'failed' });
  }
  say('There is no Chromium: the tests of the page are skipped. Install it, or name one with PAWL_CHROMIUM.');
}

function installSystemPackage(name) {
  const apt = (...words) => spawnSync('apt-get', ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=20', ...words], { stdio: 'ignore', timeout: 180_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
  const install = () => apt('install', '-y', '--no-install-recommends', name);
  return install() || (apt('update') && install());
}

function measure(folder) {
  let bytes = 0;
  let packages = 0;
  const walk = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) walk(inner);
      else if (entry.isFile()) bytes += lstatSync(inner).size;
    }
  };
  walk(folder);
  for (const path of Object.keys(parse(readText(join(folder, '.package-lock.json')))?.packages ?? {})) if (existsSync(join(ROOT, path))) packages += 1;
  return { packages, bytes };
}

function onPath(program) {
  const names = WINDOWS ? [`${program}.exe`, `${program}.cmd`] : [program];
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && names.some((name) => existsSync(join(folder, name))));
}

function writeStamp(value) {
  mkdirSync(MODULES, { recursive: true });
  writeFileSync(STAMP, `${JSON.stringify(value)}\n`);
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text) {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Says what is wrong and what to do, and ends. */
function stop(what, advice) {
  process.stderr.write(`${what}\n${advice}\n`);
  process.exit(1);
}
