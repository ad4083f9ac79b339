import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { buildProbePackage } from '../../local/host/probe-package.ts';
import type { Added, Overhead } from '../probe/overhead.ts';
import { medianOf, timeImports } from '../start/time-imports.ts';
import type { Bench } from './bench.ts';

const ENTRY = fileURLToPath(new URL('../probe/overhead.ts', import.meta.url));
const REQUEST_US = 10_000;

async function measure(rounds: number, invocations: number, flatOver: number): Promise<Overhead> {
  const child = spawn(process.execPath, ['--expose-gc', ENTRY, ...[rounds, invocations, flatOver].map(String)], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    env: { ...process.env, AWS_LAMBDA_FUNCTION_NAME: 'orders', LAMBDA_TASK_ROOT: fileURLToPath(new URL('../probe/service', import.meta.url)), POWERTOOLS_DEV: '' },
  });
  child.stdout?.resume();
  let text = '';
  (child.stdio[3] as Readable).setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The measuring process ended with ${code}.`);
  return JSON.parse(text) as Overhead;
}

/** Milliseconds that a cold start takes longer: importing the package, less importing a module with nothing in it. */
async function measureImport(rounds: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'pawl-bench-probe-'));
  try {
    await buildProbePackage(folder);
    writeFileSync(join(folder, 'empty.js'), 'export {};\n');
    const [probe, empty] = [...timeImports(['probe.js', 'empty.js'].map((name) => ({ name, file: join(folder, name), mode: 'with-sdk' as const })), rounds).values()];
    return medianOf(probe ?? []) - medianOf(empty ?? []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const us = (value: number): string => value.toFixed(1).padStart(12);
const quartile = (values: readonly number[], share: number): number => values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? 0;

/**
 * What the probe adds to an invocation, in processor time: handlers with 0, 5 and 50 calls, bare and probed by turns in one process, the
 * median of the differences round by round; beside it one line of a common logger, one metric, and nothing at all (the noise).
 */
export const bench: Bench = {
  name: 'probe',
  async run({ print, quick }) {
    const [rounds, invocations, flatOver] = quick ? [8, 150, 20_000] : [40, 300, 200_000];
    const { added, recordBytes, heapMbBefore, heapMbAfter } = await measure(rounds, invocations, flatOver);
    const importMs = await measureImport(quick ? 3 : 15);
    const cpu = (name: string): number => medianOf(added[name]?.cpuUs ?? []);
    print(`${'added a request, µs'.padEnd(24)}${['cpu median', 'quartile 1', 'quartile 3', 'wall median'].map((each) => each.padStart(12)).join('')}`);
    for (const [name, { cpuUs, wallUs }] of Object.entries<Added>(added)) print(`${name.padEnd(24)}${us(medianOf(cpuUs))}${us(quartile(cpuUs, 0.25))}${us(quartile(cpuUs, 0.75))}${us(medianOf(wallUs))}`);
    print(`Heap over ${flatOver} invocations: ${heapMbBefore.toFixed(2)} MB, then ${heapMbAfter.toFixed(2)} MB.`);
    print(`Importing the package: ${importMs.toFixed(1)} ms more than importing nothing.`);
    const typical = cpu('probe 5');
    return {
      figures: {
        overheadShareOf10Ms: typical / REQUEST_US,
        overheadUsPerInvocation: cpu('probe 0'),
        overheadUsPerCall: (cpu('probe 50') - cpu('probe 0')) / 50,
        overheadUsOf5Calls: typical,
        placesNewUsOf5Calls: cpu('probe 5, places new'),
        sampledOutUsOf5Calls: cpu('probe sampled out 5'),
        peerLoggerUs: cpu('logger 5'),
        peerMetricsUs: cpu('metrics 5'),
        noiseUs: cpu('nothing 5'),
        importMs,
        recordBytes: recordBytes['5'] ?? 0,
        recordBytesOf50Calls: recordBytes['50'] ?? 0,
        heapGrowthMb: heapMbAfter - heapMbBefore,
      },
      settings: { rounds, invocations, flatOver, quick, requestMs: REQUEST_US / 1000 },
    };
  },
};
