/**
 * Open-loop load in a process of its own: arrivals do not wait for answers.
 *
 *   node local/load/main.ts --url http://127.0.0.1:8080/orders/live --profile load.json [--rate 200] [--ramp 8] [--seconds 60] [--stats] [--seed 1]
 *   node local/load/main.ts --url http://127.0.0.1:8080/orders/live --requests recorded.jsonl|recorded.har [--rate 50]
 *
 * With `--stats` one JSON line a second (see LoadStatistics). Ends after `--seconds`, on SIGTERM or SIGINT.
 * Exit code 2 and one line per problem when a flag or a file is wrong.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { arrivals } from './arrivals.ts';
import type { Season } from './arrivals.ts';
import { LoadCounter } from './load-statistics.ts';
import { runOpenLoop } from './open-loop.ts';
import type { PlannedRequest } from './planned-request.ts';
import { parseProfile } from './profile.ts';
import { profileRequests } from './profile-requests.ts';
import { parseRecording, recordedRequests } from './recorded-requests.ts';
import { seededRandom } from './seeded-random.ts';
import { createSender } from './sender.ts';

const DEFAULT_RECORDED_RATE = 10;
const STEADY: Season = { amplitude: 0, periodSeconds: 60 };

function quit(problems: readonly string[]): never {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exit(2);
}

function parseFlags() {
  try {
    return parseArgs({
      options: {
        url: { type: 'string' },
        profile: { type: 'string' },
        requests: { type: 'string' },
        rate: { type: 'string' },
        ramp: { type: 'string' },
        seconds: { type: 'string' },
        seed: { type: 'string' },
        stats: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return quit([error instanceof Error ? error.message : String(error)]);
  }
}

const flags = parseFlags();

function positive(name: 'rate' | 'ramp' | 'seconds' | 'seed'): number | undefined {
  const text = flags[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? value : quit([`--${name}: a number above 0 is needed, not ${JSON.stringify(text)}`]);
}

function baseUrl(): URL {
  if (flags.url === undefined || !URL.canParse(flags.url)) return quit(['--url: the address of the service is needed, such as http://127.0.0.1:8080/orders/live']);
  const url = new URL(flags.url);
  return url.protocol === 'http:' ? url : quit(['--url: only http is supported']);
}

function readText(name: 'profile' | 'requests', path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return quit([`--${name}: cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

interface Traffic {
  next: () => PlannedRequest;
  ratePerSecond: number;
  season: Season;
}

function readTraffic(random: () => number): Traffic {
  const { profile, requests } = flags;
  if (profile !== undefined && requests === undefined) {
    const parsed = parseProfile(readText('profile', profile));
    if (!parsed.ok) return quit(parsed.problems.map((problem) => `${profile}: ${problem}`));
    return { next: profileRequests(parsed.profile, random), ratePerSecond: parsed.profile.ratePerSecond, season: parsed.profile.season };
  }
  if (requests !== undefined && profile === undefined) {
    const parsed = parseRecording(readText('requests', requests));
    if (!parsed.ok) return quit(parsed.problems.map((problem) => `${requests}: ${problem}`));
    return { next: recordedRequests(parsed.recording), ratePerSecond: parsed.recording.ratePerSecond ?? DEFAULT_RECORDED_RATE, season: STEADY };
  }
  return quit(['Either --profile FILE or --requests FILE is needed.']);
}

const seed = positive('seed');
const random = seed === undefined ? Math.random : seededRandom(seed);
const seconds = positive('seconds');
const rate = positive('rate');
const base = baseUrl();
const traffic = readTraffic(random);

const counter = new LoadCounter();
const sender = createSender(base, counter);
const startedMs = performance.now();
const loop = runOpenLoop({
  nextArrival: arrivals(rate ?? traffic.ratePerSecond, traffic.season, random, positive('ramp')),
  onDue: () => { sender.send(traffic.next()); },
  onSkipped: () => { counter.skipped(); },
  elapsedSeconds: () => (performance.now() - startedMs) / 1000,
});

const print = (): void => { process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), ...counter.take() })}\n`); };
if (flags.stats) {
  setInterval(print, 1000);
  // Whoever read the lines may be gone (killed): the load goes on without a reader.
  process.stdout.on('error', () => undefined);
}

const end = (): void => {
  loop.stop();
  if (flags.stats) print();
  sender.close();
  process.exit(0);
};
process.once('SIGTERM', end).once('SIGINT', end);
if (seconds !== undefined) setTimeout(end, seconds * 1000);
