/** Builds the package `@pawl/probe`: `node scripts/build-probe.ts --out FOLDER`, then `npm publish FOLDER` or `npm install FOLDER`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { buildProbePackage } from '../local/host/probe-package.ts';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
if (values.out === undefined) {
  process.stderr.write('Where to? node scripts/build-probe.ts --out FOLDER\n');
  process.exit(2);
}
await buildProbePackage(values.out);
for (const name of readdirSync(values.out).toSorted()) {
  const bytes = readFileSync(join(values.out, name));
  process.stdout.write(`${name.padEnd(14)}${String(bytes.length).padStart(8)} bytes, ${gzipSync(bytes).length} compressed\n`);
}
