/**
 * The benchmarks: `npm run bench` runs all, `npm run bench -- judge defects` those named. `--json FILE` writes the figures,
 * `--quick` takes fewer runs. A bench prints what it measured; it never asserts a time.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { bench as cluster } from './cluster.ts';
import { bench as cost } from './cost.ts';
import { bench as defects } from './defects.ts';
import { bench as detect } from './detect.ts';
import { bench as doors } from './doors.ts';
import { bench as emergency } from './emergency.ts';
import { bench as faults } from './faults.ts';
import { bench as firewall } from './firewall.ts';
import { bench as gate } from './gate.ts';
import { bench as judge } from './judge.ts';
import { bench as probe } from './probe.ts';
import { bench as quiet } from './quiet.ts';
import { bench as scale } from './scale.ts';
import { bench as start } from './start.ts';

const BENCHES: readonly Bench[] = [judge, quiet, faults, defects, detect, cluster, gate, firewall, start, emergency, cost, scale, probe, doors];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' }, quick: { type: 'boolean', default: false } } });
const unknown = positionals.filter((name) => BENCHES.every((bench) => bench.name !== name));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}; there are ${BENCHES.map(({ name }) => name).join(', ')}.\n`);
  process.exit(2);
}

const commit = (() => {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
})();

const results = [];
for (const bench of BENCHES.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  process.stdout.write(`\n== ${bench.name}\n`);
  const { figures, settings } = await bench.run({ print: (line) => process.stdout.write(`${line}\n`), quick: values.quick });
  results.push({ bench: bench.name, commit, node: process.versions.node, cpus: `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}`, settings, figures });
  process.stdout.write(`${Object.entries(figures).map(([name, value]) => `${name} ${Number.isInteger(value) ? value : value.toPrecision(4)}`).join(' · ')}\n`);
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results.length === 1 ? results[0] : results, null, 2)}\n`);
