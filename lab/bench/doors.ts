import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openStage, type DoorsStage } from '../doors/doors-stage.ts';
import { growthPerMinute, healthIn } from '../doors/health.ts';
import { LoadResult, type Latencies, type LoadPlan } from '../doors/load-plan.ts';
import { usualReads, usualWrites } from '../doors/usual-load.ts';
import type { Bench } from './bench.ts';

const LOAD = fileURLToPath(new URL('../doors/load-process.ts', import.meta.url));
const PEER = fileURLToPath(new URL('../doors/peer-server.ts', import.meta.url));
const SIZE = { improvements: 5000, periods: 10_080, opportunitiesOfEach: 60, cycles: 800 };
const SMALL = { improvements: 500, periods: 1440, opportunitiesOfEach: 20, cycles: 80 };
const READS_PER_SECOND = 200;
const WRITES_PER_SECOND = 5;
const GOAL_P99_MS = 100;

const run = promisify(execFile);

const load = async (plan: LoadPlan, file: string): Promise<LoadResult> => {
  writeFileSync(file, JSON.stringify(plan), { mode: 0o600 });
  const { stdout } = await run(process.execPath, [LOAD, file], { maxBuffer: 1 << 26 });
  return LoadResult.parse(JSON.parse(stdout));
};

const row = (name: string, { count, p50Ms, p95Ms, p99Ms, maxMs }: Latencies): string => name.padEnd(36) + [count, p50Ms, p95Ms, p99Ms, maxMs].map((value, index) => (index === 0 ? String(value) : value.toFixed(1)).padStart(10)).join('');

const sumOf = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** The same answers from memory, in a process of its own. */
const startPeer = async ({ token, folder }: DoorsStage, paths: readonly string[], ask: (path: string) => Promise<Response>) => {
  const answers: Record<string, { text: string; etag: string }> = {};
  for (const path of paths) {
    const answer = await ask(path);
    answers[path] = { text: await answer.text(), etag: answer.headers.get('etag') ?? '' };
  }
  const file = join(folder, 'answers.json');
  writeFileSync(file, JSON.stringify({ token, answers }), { mode: 0o600 });
  const child = spawn(process.execPath, [PEER, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${port.toString().trim()}/`, close: () => child.kill('SIGTERM') };
};

/**
 * The doors' own process under an open loop of reads and writes, with people listening, over a store of believable size; and the same loop against
 * answers from memory, which says what of it the machine takes.
 */
export const bench: Bench = {
  name: 'doors',
  async run({ print, quick }) {
    const size = quick ? SMALL : SIZE;
    const [seconds, warmUpSeconds] = quick ? [10, 3] : [60, 10];
    print(`Filling a store: ${size.improvements} improvements, 3 targets with ${size.periods} periods each …`);
    const stage = await openStage(size);
    try {
      const ask = (path: string): Promise<Response> => fetch(new URL(path, stage.url), { headers: { authorization: `Bearer ${stage.token}` } });
      const asJson = async (path: string): Promise<{ next?: string }> => (await (await ask(path)).json()) as { next?: string };
      const reads = await usualReads(stage.filled, asJson);
      const plan: LoadPlan = { url: stage.url, token: stage.token, seconds, warmUpSeconds, readsPerSecond: READS_PER_SECOND, writesPerSecond: WRITES_PER_SECOND, listeners: 3, conditionalShare: 0.3, seed: 1, reads, writes: usualWrites(stage.filled) };
      const peer = await startPeer(stage, [...new Set(reads.flatMap(({ paths }) => paths))], ask);
      const peerResult = await load({ ...plan, url: peer.url, listeners: 0 }, join(stage.folder, 'peer-plan.json'));
      peer.close();
      const began = Date.now();
      const result = await load(plan, join(stage.folder, 'plan.json'));
      const health = healthIn(stage.healthFile, began + warmUpSeconds * 1000, began + (warmUpSeconds + seconds) * 1000);
      const of = (pick: (line: (typeof health)[number]) => number): number[] => health.map(pick);
      const [first, last] = [health[0], health.at(-1)];
      const cpuShare = first && last ? (last.cpuSeconds - first.cpuSeconds) / ((last.at - first.at) / 1000) : 0;
      const growth = growthPerMinute(health.map(({ at, rssMb }) => ({ at, value: rssMb })));
      const heapGrowth = growthPerMinute(health.map(({ at, heapMb }) => ({ at, value: heapMb })));

      print(`${stage.items} items, ${(statSync(join(stage.folder, 'state', 'pawl.sqlite')).size / 1e6).toFixed(0)} MB. Open loop, Poisson: ${READS_PER_SECOND} reads/s and ${WRITES_PER_SECOND} writes/s for ${seconds} s, 3 listeners; ms from when each was due.`);
      print(`${''.padEnd(36)}${['count', 'p50', 'p95', 'p99', 'max'].map((name) => name.padStart(10)).join('')}`);
      print(row('reads', result.reads));
      print(row('writes', result.writes));
      for (const [name, latencies] of Object.entries(result.byName)) print(row(`  ${name}`, latencies));
      print(row('reads, the same bytes from memory', peerResult.reads));
      print(`Statuses ${JSON.stringify(result.statuses)}, ${result.notModified} of them not modified; ${result.megabytes.toFixed(0)} MB; ${result.events} live events heard; ${result.skipped} skipped; the sender was at most ${result.latestSendMs.toFixed(1)} ms late.`);
      for (const [what, count] of [...Object.entries(result.errors), ...Object.entries(result.refusals)].slice(0, 10)) print(`  ${count} × ${what}`);
      print(`The doors' process: ${(cpuShare * 100).toFixed(0)} % of one processor, RSS ${first?.rssMb.toFixed(0)} → ${last?.rssMb.toFixed(0)} MB (most ${Math.max(...of(({ rssMb }) => rssMb)).toFixed(0)}), ${growth.toFixed(1)} MB a minute; heap ${heapGrowth.toFixed(1)} MB a minute; event loop held up at most ${Math.max(...of(({ delayMaxMs }) => delayMaxMs)).toFixed(0)} ms.`);
      print(result.reads.p99Ms < GOAL_P99_MS && sumOf(result.errors) === 0 ? `Reads stay below ${GOAL_P99_MS} ms at p99, without an error.` : `Missed: p99 below ${GOAL_P99_MS} ms without an error is the goal.`);
      return {
        figures: {
          readP50Ms: result.reads.p50Ms, readP95Ms: result.reads.p95Ms, readP99Ms: result.reads.p99Ms, readMaxMs: result.reads.maxMs,
          writeP50Ms: result.writes.p50Ms, writeP99Ms: result.writes.p99Ms, writeMaxMs: result.writes.maxMs,
          errors: sumOf(result.errors), refusals: sumOf(result.refusals), readsPerSecond: result.reads.count / seconds, writesPerSecond: result.writes.count / seconds,
          rssStartMb: first?.rssMb ?? 0, rssEndMb: last?.rssMb ?? 0, rssGrowthMbPerMinute: growth, heapGrowthMbPerMinute: heapGrowth, cpuShare,
          loopDelayMaxMs: Math.max(...of(({ delayMaxMs }) => delayMaxMs)), peerReadP99Ms: peerResult.reads.p99Ms, peerReadP50Ms: peerResult.reads.p50Ms, latestSendMs: result.latestSendMs,
        },
        settings: { ...size, items: stage.items, seconds, readsPerSecond: READS_PER_SECOND, writesPerSecond: WRITES_PER_SECOND, listeners: 3, conditionalShare: plan.conditionalShare },
      };
    } finally {
      await stage.close();
    }
  },
};
