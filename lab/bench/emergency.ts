import { GetFunctionCommand, LambdaClient, PublishVersionCommand, UpdateAliasCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { fileURLToPath } from 'node:url';
import { emulatorClient } from '../../localstack/client-options.ts';
import { startEmulatorLoad } from '../../localstack/load.ts';
import { DEMO_SETTINGS, ORDERS_FUNCTION, ORDERS_PROFILE, startWorld, type World } from '../../localstack/world.ts';
import { systemIds } from '../../shared/adapters/local/system-ids.ts';
import { DeployedPawl } from '../../tests/support/emulator-pawl.ts';
import type { Bench } from './bench.ts';

const FOLDER = fileURLToPath(new URL('../../.emulator/world/emergency', import.meta.url));
const ALARM = 'pawl-dev-target-orders-errors';
const TARGET = 'orders';
const REVERT_RUNS = 20;
/** What was tried once is not tried again in the same world, and within its first minute the example shows three defects that a recipe knows. */
const CANARIES_A_WORLD = 3;
const CANARY_WORLDS = 7;
const DAY_SECONDS = 86_400;
const GIVE_UP_MS = 180_000;
const TELEMETRY_MS = 40_000;
const RATE_PER_SECOND = 15;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Milliseconds until `ask` answers something; `undefined` when it never does. */
const untilAnswer = async (ask: () => Promise<unknown>): Promise<number | undefined> => {
  const began = performance.now();
  while (performance.now() - began < GIVE_UP_MS) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return performance.now() - began;
    await sleep(50);
  }
  return undefined;
};

const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};

/** Other code with the same behaviour, as somebody would publish it by hand. */
const publishAnother = async (lambda: LambdaClient): Promise<string> => {
  const { Code } = await lambda.send(new GetFunctionCommand({ FunctionName: ORDERS_FUNCTION }));
  const files = unzipSync(new Uint8Array(await (await fetch(Code?.Location ?? '')).arrayBuffer()));
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: ORDERS_FUNCTION, ZipFile: zipSync({ ...files, 'changed-by-hand.txt': strToU8('once') }) }));
  return (await lambda.send(new PublishVersionCommand({ FunctionName: ORDERS_FUNCTION }))).Version ?? '';
};

/** Somebody moves the alias to another version; then the alarm goes off. Measured: from the alarm's change to the alias being back. */
const revertOnce = async (pawl: DeployedPawl, lambda: LambdaClient, good: string, bad: string): Promise<number | undefined> => {
  const move = (version: string): Promise<unknown> => lambda.send(new UpdateAliasCommand({ FunctionName: ORDERS_FUNCTION, Name: 'live', FunctionVersion: version, RoutingConfig: { AdditionalVersionWeights: {} } }));
  await pawl.setAlarm(ALARM, 'OK', 'before a run');
  await move(good);
  await pawl.invoke('alarm', { look: true });
  await move(bad);
  await pawl.invoke('alarm', { look: true });
  await sleep(1500);
  if ((await pawl.served()).version !== bad) throw new Error('The alias was moved back before the alarm: the run measures nothing.');
  const [, tookMs] = await Promise.all([pawl.setAlarm(ALARM, 'ALARM', 'a run'), untilAnswer(async () => (await pawl.served()).version === good)]);
  return tookMs;
};

/** Whether what gets a share of the traffic came out of an emergency. */
const emergencyIsOut = async (pawl: DeployedPawl): Promise<boolean> => {
  if ((await pawl.served()).other === undefined) return false;
  const open = await pawl.improvements.open();
  const cycles = await Promise.all(open.map(async ({ cycleId }) => (cycleId === undefined ? undefined : pawl.cycles.find(cycleId))));
  if (!cycles.some((cycle) => cycle?.emergency === true)) throw new Error('Something else than an emergency was let out: the run measures nothing.');
  return true;
};

/** The alarm goes off on a service with a defect that a recipe knows. Measured: from the alarm's change to the first traffic on the remedy. */
const canaryOnce = async (pawl: DeployedPawl): Promise<number | undefined> => {
  await pawl.setAlarm(ALARM, 'OK', 'before a run');
  await sleep(1500);
  const [, tookMs] = await Promise.all([pawl.setAlarm(ALARM, 'ALARM', 'a run'), untilAnswer(() => emergencyIsOut(pawl))]);
  for (const { id } of await pawl.improvements.open()) await pawl.invoke('command', { command: 'roll-back', by: 'bench', improvementId: id, reason: 'measured' });
  await untilAnswer(async () => (await pawl.served()).other === undefined && (await pawl.improvements.open()).length === 0);
  return tookMs;
};

/** Nothing but the alarm starts a cycle: the one that telemetry may start a day counts as started, and the alarm alone cools down quickly. */
const onlyTheAlarm = async (pawl: DeployedPawl): Promise<void> => {
  const registered = await pawl.registered.find(TARGET);
  if (!registered) throw new Error(`${TARGET} is not registered.`);
  await pawl.registered.put({ ...registered, target: { ...registered.target, alarms: { ...registered.target.alarms, [ALARM]: { severity: 'critical', cooldownSeconds: 1 } } } });
  for (const day of [0, 1]) {
    const since = (Math.floor(Date.now() / (DAY_SECONDS * 1000)) + day) * DAY_SECONDS * 1000;
    const cause = `something critical on ${TARGET} since ${new Date(since).toISOString()}`;
    await pawl.cycles.create({
      id: systemIds.derived('cycle', `telemetry ${cause}`), targetIds: [TARGET], trigger: 'telemetry', cause, emergency: false, windowHours: 1, maxImprovements: 1, dryRun: true, state: 'completed',
      startedAt: Date.now(), endedAt: Date.now(), telemetryAnalyzed: { metrics: 0, logs: 0, events: 0 }, opportunityIds: [], improvementIds: [], phaseMs: {},
    });
  }
};

const reverted = async (world: World, { print, quick }: Parameters<Bench['run']>[0]): Promise<(number | undefined)[]> => {
  const pawl = new DeployedPawl(world.emulator);
  await onlyTheAlarm(pawl);
  const lambda = new LambdaClient(emulatorClient(world.emulator));
  const good = (await pawl.served()).version;
  const bad = await publishAnother(lambda);

  const reverts: (number | undefined)[] = [];
  for (let run = 1; run <= (quick ? 5 : REVERT_RUNS); run += 1) {
    reverts.push(await revertOnce(pawl, lambda, good, bad));
    print(`alarm → reverted alias ${run}: ${format(reverts.at(-1))}`);
  }
  return reverts;
};

const letOut = async (world: World, { print, quick }: Parameters<Bench['run']>[0]): Promise<(number | undefined)[]> => {
  const pawl = new DeployedPawl(world.emulator);
  await onlyTheAlarm(pawl);
  const load = await startEmulatorLoad({ endpoint: world.emulator.endpoint, functionName: ORDERS_FUNCTION, alias: 'live', profile: ORDERS_PROFILE, ratePerSecond: RATE_PER_SECOND });
  await sleep(TELEMETRY_MS);
  pawl.start('watch', 'guard');
  const canaries: (number | undefined)[] = [];
  for (let run = 1; run <= (quick ? 1 : CANARIES_A_WORLD); run += 1) {
    await pawl.invoke('collect');
    canaries.push(await canaryOnce(pawl));
    print(`alarm → canary of a recipe's fix ${run}: ${format(canaries.at(-1))}`);
  }
  await pawl.end('watch', 'guard');
  await load.stop();
  return canaries;
};

const format = (ms: number | undefined): string => (ms === undefined ? `not within ${GIVE_UP_MS / 1000} s` : `${(ms / 1000).toFixed(2)} s`);

const figuresOf = (name: string, runs: readonly (number | undefined)[]): Record<string, number> => {
  const done = runs.filter((ms) => ms !== undefined);
  return { [`${name}_runs`]: runs.length, [`${name}_missed`]: runs.length - done.length, [`${name}_p50_seconds`]: percentile(done, 0.5) / 1000, [`${name}_p95_seconds`]: percentile(done, 0.95) / 1000 };
};

/** A world of its own, gone afterwards. */
const inWorld = async (io: Parameters<Bench['run']>[0], measure: (world: World, io: Parameters<Bench['run']>[0]) => Promise<(number | undefined)[]>): Promise<(number | undefined)[]> => {
  const settings = { ...DEMO_SETTINGS, settings: { ...DEMO_SETTINGS.settings, criticalCooldownSeconds: DAY_SECONDS, maxConcurrentImprovements: 3 } };
  const world = await startWorld({ folder: FOLDER, defects: 'all', settings });
  if ('missing' in world) throw new Error(world.missing);
  try {
    return await measure(world, io);
  } finally {
    await world.stop();
  }
};

export const bench: Bench = {
  name: 'emergency',
  run: async (io) => {
    const reverts = await inWorld(io, reverted);
    const canaries: (number | undefined)[] = [];
    for (let worlds = 0; worlds < (io.quick ? 1 : CANARY_WORLDS); worlds += 1) canaries.push(...(await inWorld(io, letOut)));
    return { figures: { ...figuresOf('alarm_to_revert', reverts), ...figuresOf('alarm_to_canary', canaries) }, settings: { revertRuns: reverts.length, canaryRuns: canaries.length, emulator: 'MiniStack 1.5.33', ratePerSecond: RATE_PER_SECOND } };
  },
};
