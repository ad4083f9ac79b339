/**
 * `npm run emulator`: Pawl and the example service, deployed on an emulator of AWS on this machine, without Docker.
 *
 *   node localstack/emulator.ts [--port 4566] [--rate 20] [--no-load] [--defects all|none|n-plus-one,timeout] [--seconds 60] [--json]
 *
 * Starts MiniStack on loopback, bootstraps, deploys the stacks with the stock CDK command line, puts load on the deployed
 * service so that there is telemetry, and says what to do next. Ctrl-C, the end of the terminal or `--seconds` ends it all.
 * Exit code 2 when a flag is wrong, 3 when something is missing, 1 when it failed.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import type { EmulatorLoad } from './load.ts';
import { startEmulatorLoad } from './load.ts';
import { nextSteps } from './next-steps.ts';
import { DEMO_SETTINGS, ORDERS_FUNCTION, ORDERS_PROFILE, startWorld, type World } from './world.ts';

const WORLD = fileURLToPath(new URL('../.emulator/world', import.meta.url));
const USAGE = `Usage: npm run emulator -- [flags]

  --port NUMBER     the emulator's port on loopback (4566)
  --rate NUMBER     requests a second on the example service (30)
  --no-load         no requests: no telemetry either
  --defects LIST    which defects the example service has: all (default), none, or names from examples/orders/defects.json
  --seconds NUMBER  ends by itself after so long
  --json            one JSON line for each thing said
  --help
`;

const quit = (code: number, text: string): never => {
  process.stderr.write(`${text}\n`);
  process.exit(code);
};

const flags = (() => {
  try {
    return parseArgs({
      allowNegative: true,
      options: {
        port: { type: 'string', default: '4566' },
        rate: { type: 'string', default: '30' },
        load: { type: 'boolean', default: true },
        defects: { type: 'string', default: 'all' },
        seconds: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    return quit(2, `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
})();
if (flags.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}

const number = (name: 'port' | 'rate' | 'seconds', text: string): number => {
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? value : quit(2, `--${name}: a number above 0 is needed, not ${JSON.stringify(text)}.`);
};
const port = number('port', flags.port);
const ratePerSecond = number('rate', flags.rate);
const seconds = flags.seconds === undefined ? undefined : number('seconds', flags.seconds);
const defects = flags.defects === 'all' ? 'all' : flags.defects.split(',').filter((name) => name !== '' && name !== 'none');

const say = (text: string, data: Record<string, unknown> = {}): void => void process.stdout.write(flags.json ? `${JSON.stringify({ text, ...data })}\n` : `${text}\n`);

const ended = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    // A second Ctrl-C does not wait: what it started goes with it all the same.
    if (ended.signal.aborted) process.exit(130);
    ended.abort();
  });
}

const watched = async (world: World): Promise<void> => {
  let load: EmulatorLoad | undefined;
  if (flags.load) load = await startEmulatorLoad({ endpoint: world.emulator.endpoint, functionName: ORDERS_FUNCTION, alias: 'live', profile: ORDERS_PROFILE, ratePerSecond });
  say(nextSteps(world, load === undefined ? undefined : ratePerSecond), { endpoint: world.emulator.endpoint, env: world.emulator.env, repository: world.repository });
  await new Promise<void>((resolve) => {
    ended.signal.addEventListener('abort', () => resolve(), { once: true });
    if (ended.signal.aborted) resolve();
    if (seconds !== undefined) setTimeout(resolve, seconds * 1000);
  });
  say('Ending …');
  await load?.stop();
  if (load) {
    const served = load.served();
    say(`Requests by version: ${JSON.stringify(served)}`, { served });
  }
};

try {
  const world = await startWorld({ folder: join(WORLD, String(port)), port, defects, settings: DEMO_SETTINGS, signal: ended.signal, onStep: (text) => say(text), ...(flags.json ? {} : { onLine: progressOf }) });
  if ('missing' in world) quit(3, world.missing);
  else {
    try {
      await watched(world);
    } finally {
      await world.stop();
    }
    process.exit(0);
  }
} catch (error) {
  if (ended.signal.aborted) process.exit(130);
  quit(1, error instanceof Error ? error.message : String(error));
}

/** Of what the CDK command line prints, the lines that name a stack's end. */
function progressOf(line: string): void {
  if (/^\s*(✅|❌)/u.test(line)) process.stdout.write(`${line.trim()}\n`);
}
