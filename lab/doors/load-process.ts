/**
 * Open-loop load on the doors, in a process of its own: `load-process.ts <plan.json>`. Arrivals are drawn beforehand (Poisson) and wait for nothing;
 * latency counts from the moment a request was due, so that a server (or a sender) that stalls is seen by all that should have come meanwhile.
 * Prints one line of JSON, a `LoadResult`.
 */
import { Agent, request as httpRequest } from 'node:http';
import { readFileSync } from 'node:fs';
import { arrivals } from '../../local/load/arrivals.ts';
import { runOpenLoop } from '../../local/load/open-loop.ts';
import { seededRandom } from '../../local/load/seeded-random.ts';
import { zipf } from '../../local/load/zipf.ts';
import { latenciesOf } from './latencies-of.ts';
import { LoadPlan, type LoadResult } from './load-plan.ts';

const STEADY = { amplitude: 0, periodSeconds: 60 };
const SKEW = 0.9;
const LAST_ANSWERS_MS = 10_000;

const plan = LoadPlan.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const base = new URL(plan.url);
const random = seededRandom(plan.seed);
const agent = new Agent({ keepAlive: true, maxFreeSockets: 256 });
const authorization = `Bearer ${plan.token}`;

const samples = new Map<string, { readonly isWrite: boolean; readonly ms: number[] }>();
const counted = { statuses: {} as Record<string, number>, errors: {} as Record<string, number>, refusals: {} as Record<string, number>, notModified: 0, events: 0, bytes: 0, skipped: 0, latestSendMs: 0 };
const tags = new Map<string, string>();
const flight = { open: 0 };
const startedMs = performance.now();
const elapsedSeconds = (): number => (performance.now() - startedMs) / 1000;
const countIn = (into: Record<string, number>, name: string): void => void (into[name] = (into[name] ?? 0) + 1);

type Sent = { readonly name: string; readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: string; readonly headers?: Record<string, string> };

const send = ({ name, method, path, body, headers = {} }: Sent, dueSeconds: number): void => {
  const isCounted = dueSeconds >= plan.warmUpSeconds;
  const isConditional = method === 'GET' && random() < plan.conditionalShare;
  const tag = isConditional ? tags.get(path) : undefined;
  flight.open += 1;
  if (isCounted) counted.latestSendMs = Math.max(counted.latestSendMs, (elapsedSeconds() - dueSeconds) * 1000);
  let isSettled = false;
  const settle = (status: number, text = ''): void => {
    if (isSettled) return;
    isSettled = true;
    flight.open -= 1;
    if (!isCounted) return;
    const kept = samples.get(name) ?? { isWrite: method === 'POST', ms: [] };
    samples.set(name, kept);
    kept.ms.push((elapsedSeconds() - dueSeconds) * 1000);
    countIn(counted.statuses, String(status));
    if (status === 304) counted.notModified += 1;
    if (status === 0 || status === 429 || status >= 500) countIn(counted.errors, `${name} ${status} ${text.slice(0, 200)}`);
    else if (status >= 400) countIn(counted.refusals, `${name} ${status} ${text.slice(0, 200)}`);
  };
  const request = httpRequest({
    agent, host: base.hostname, port: Number(base.port), method, path,
    headers: { authorization, ...(tag === undefined ? {} : { 'if-none-match': tag }), ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }), ...headers },
  });
  request.on('error', (error) => settle(0, error.message));
  request.on('response', (response) => {
    let text = '';
    const isWanted = (response.statusCode ?? 0) >= 400;
    response.on('data', (chunk: Buffer) => {
      if (isCounted) counted.bytes += chunk.length;
      if (isWanted) text += chunk.toString();
    });
    response.on('end', () => {
      const etag = response.headers.etag;
      if (method === 'GET' && etag !== undefined) tags.set(path, etag);
      settle(response.statusCode ?? 0, text);
    });
    response.on('close', () => settle(0, 'the connection was closed'));
  });
  request.end(body);
};

const pickOf = <Way extends { readonly weight: number }>(ways: readonly Way[]): (() => Way | undefined) => {
  const total = ways.reduce((sum, { weight }) => sum + weight, 0);
  return () => {
    let left = random() * total;
    return ways.find(({ weight }) => (left -= weight) < 0) ?? ways[0];
  };
};

const pathOf = new Map(plan.reads.map(({ name, paths }) => [name, zipf({ n: paths.length, s: SKEW }, random)]));
const pickRead = pickOf(plan.reads);
const sendRead = (dueSeconds: number): void => {
  const way = pickRead();
  if (way) send({ name: way.name, method: 'GET', path: way.paths[pathOf.get(way.name)?.() ?? 0] ?? '/' }, dueSeconds);
};

const pickWrite = pickOf(plan.writes);
let writes = 0;
const turns = new Map<string, number>();
const sendWrite = (dueSeconds: number): void => {
  const way = pickWrite();
  if (!way) return;
  const turn = turns.get(way.name) ?? 0;
  turns.set(way.name, turn + 1);
  writes += 1;
  send({ name: way.name, method: 'POST', path: way.path, body: JSON.stringify(way.bodies[turn % way.bodies.length]), headers: { 'idempotency-key': `load-${plan.seed}-${writes}` } }, dueSeconds);
};

/** The due times never move: how late each was sent is part of what its caller waits for. */
const loop = (perSecond: number, sendAt: (dueSeconds: number) => void): { stop: () => void } => {
  const next = arrivals(perSecond, STEADY, random);
  const due: number[] = [];
  return runOpenLoop({
    nextArrival: () => {
      const at = next();
      due.push(at);
      return at;
    },
    onDue: () => sendAt(due.shift() ?? elapsedSeconds()),
    onSkipped: () => {
      due.shift();
      counted.skipped += 1;
    },
    elapsedSeconds,
  });
};

const listening: { destroy: () => void }[] = [];
for (let index = 0; index < plan.listeners; index += 1) {
  const request = httpRequest({ host: base.hostname, port: Number(base.port), path: '/v1/events', headers: { authorization } });
  request.on('error', (error) => { if (!isOver) countIn(counted.errors, `events 0 ${error.message}`); });
  request.on('response', (response) => {
    if (response.statusCode !== 200) countIn(counted.errors, `events ${response.statusCode ?? 0}`);
    response.on('data', (chunk: Buffer) => { counted.events += chunk.toString().split('\nevent: ').length - 1 + (chunk.toString().startsWith('event: ') ? 1 : 0); });
    response.on('error', () => {});
    response.on('close', () => { if (!isOver) countIn(counted.errors, 'events ended'); });
  });
  request.end();
  listening.push(request);
}
let isOver = false;

const loops = [loop(plan.readsPerSecond, sendRead), ...(plan.writesPerSecond > 0 && plan.writes.length > 0 ? [loop(plan.writesPerSecond, sendWrite)] : [])];
await new Promise((resolve) => setTimeout(resolve, (plan.warmUpSeconds + plan.seconds) * 1000));
for (const each of loops) each.stop();
for (const until = performance.now() + LAST_ANSWERS_MS; flight.open > 0 && performance.now() < until; ) await new Promise((resolve) => setTimeout(resolve, 20));
isOver = true;
if (flight.open > 0) counted.errors['no answer'] = flight.open;

const all = (isWrite: boolean): number[] => [...samples.values()].filter((each) => each.isWrite === isWrite).flatMap(({ ms }) => ms);
const { bytes, ...rest } = counted;
const result: LoadResult = {
  ...rest, megabytes: bytes / 1e6, reads: latenciesOf(all(false)), writes: latenciesOf(all(true)),
  byName: Object.fromEntries([...samples].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { ms }]) => [name, latenciesOf(ms)])),
};
for (const each of listening) each.destroy();
agent.destroy();
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit(0);
