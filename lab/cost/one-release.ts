import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { readFileSync } from 'node:fs';
import { FUNCTIONS, WORKSHOP, type FunctionName } from '../../infra/functions.ts';
import { analyzeCycle } from '../../lambdas/analysis/analyze-cycle.ts';
import { release } from '../../lambdas/monitoring/release.ts';
import { termsOf } from '../../lambdas/monitoring/release-terms.ts';
import { watchAll } from '../../lambdas/monitoring/watch-all.ts';
import { NO_CYCLE_COST } from '../../lambdas/reporting/cost.ts';
import { learn } from '../../lambdas/reporting/learn.ts';
import { report } from '../../lambdas/reporting/report.ts';
import { validateImprovement } from '../../lambdas/validation/validate-improvement.ts';
import { dynamoItemStore } from '../../shared/adapters/aws/dynamo-item-store.ts';
import { s3BlobStore } from '../../shared/adapters/aws/s3-blob-store.ts';
import { systemIds } from '../../shared/adapters/local/system-ids.ts';
import { propose } from '../../shared/commands/propose.ts';
import { startCycle } from '../../shared/commands/start-cycle.ts';
import { layerSettings } from '../../shared/config/layer-settings.ts';
import { settingsFor } from '../../shared/config/settings-for.ts';
import { countDuration, type Histogram } from '../../shared/domain/histogram.ts';
import type { Period, VersionPeriod } from '../../shared/domain/period.ts';
import { openBus } from '../../shared/platform/open-bus.ts';
import { carryOut } from '../../shared/release/action-request.ts';
import { keep } from '../../shared/release/actions.ts';
import { ramp } from '../../shared/release/ramp.ts';
import { Cycles } from '../../shared/store/cycles.ts';
import { Discoveries } from '../../shared/store/discoveries.ts';
import { Explanations } from '../../shared/store/explanations.ts';
import { Lessons } from '../../shared/store/lessons.ts';
import { Opportunities } from '../../shared/store/opportunities.ts';
import { Periods } from '../../shared/store/periods.ts';
import { TargetStates } from '../../shared/store/target-states.ts';
import { packageOf } from '../faults/answering-package.ts';
import { handClock } from '../faults/hand-clock.ts';
import { dependenciesOn, makeTarget, memoryWorld, patchOn, targetOf } from '../faults/release-world.ts';
import type { EmulatedLoop } from './emulated-loop.ts';
import { billOf, measuredCall, type Billing } from './measured-call.ts';
import { plus, type Usage } from '../../shared/rules/telemetry/usage.ts';

const MINUTE_MS = 60_000;
const MOST_MINUTES = 300;

/** Assumed: seconds that a proof takes. The processor time of compilers and of a target's own tests is theirs, not Pawl's to count. */
const ASSUMED_SECONDS = { generate: 10, validate: 90, workshop: 60 } as const;

/** The states that a remedy from a recipe goes through when it is promoted; each is one transition, and so is the start of each execution. */
const CYCLE_PATH = ['Begin', 'Analyse', 'Analysed', 'ImproveEach', 'Improve', 'Report', 'Reported', 'Done'] as const;
const IMPROVEMENT_PATH = ['Resume', 'Generate', 'Generated', 'Validate', 'Validated', 'Release', 'Released', 'Watch', 'Learn'] as const;

const transitions = (): number => {
  for (const [file, path] of [['cycle', CYCLE_PATH], ['improvement', IMPROVEMENT_PATH]] as const) {
    const text = readFileSync(new URL(`../../infra/${file}.asl.json`, import.meta.url), 'utf8');
    for (const state of path) if (!text.includes(`"${state}": {`)) throw new Error(`infra/${file}.asl.json has no state ${state} any more: the path that is counted here must follow it.`);
  }
  return CYCLE_PATH.length + IMPROVEMENT_PATH.length + 2;
};

const served = (requests: number, ms: number): VersionPeriod => {
  const durations: Histogram = {};
  for (let index = 0; index < requests; index += 1) countDuration(durations, ms * (0.5 + (index + 0.5) / requests));
  return { requests, failures: 0, timeouts: 0, coldStarts: 0, durations, environments: Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`e${at}`, [Math.floor(requests / 8), 0, Math.floor(requests / 160)] as [number, number, number]])) };
};

export type OneRelease = { readonly usage: Usage; readonly minutesWatched: number; readonly verdict: string };

/**
 * A patch from its cycle to its promotion and report: the real phases over the real table and bucket adapters. Versions, aliases and the repository are
 * in memory, as AWS bills no request to them (CodeCommit bills by active user). A release that is promoted is watched for as long again.
 */
export const oneRelease = async (loop: EmulatedLoop, billing: Billing): Promise<OneRelease> => {
  const { proxy, table, bucket } = loop;
  const id = 'orders';
  const clock = handClock(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
  const world = memoryWorld(clock);
  const client = { endpoint: proxy.endpoint };
  const store = dynamoItemStore({ client: new DynamoDBClient(client), table, clock });
  let notices = 0;
  const ports = { ...world, store, blobs: s3BlobStore({ client: new S3Client({ ...client, forcePathStyle: true }), bucket }), notifier: { send: async () => void (notices += 1) } };
  const baseCommit = await makeTarget(world, id);
  const { tenantId: _, ...target } = targetOf(world.root, id);
  const settings = settingsFor(layerSettings('basic', []));
  const targets = { get: async () => target, all: async () => [target] };
  const effects = { ...dependenciesOn(ports, world, 'cost'), targets };
  const nothing = async (): Promise<void> => undefined;
  const ground = { environment: process.env, host: { notify: () => undefined, ask: async () => '' }, metrics: { publish: nothing } };
  const all = {
    ...effects, ...ports, ids: systemIds, settingsFor: () => settings, cycles: new Cycles(store), discoveries: new Discoveries(store), opportunities: new Opportunities(store), explanations: new Explanations(store), lessons: new Lessons(store), periods: new Periods(store), states: new TargetStates(store),
    rollback: async (request: Parameters<typeof carryOut>[0]) => carryOut(request, effects), bus: openBus(ground), metrics: ground.metrics,
    runner: { startCycle: async () => ({ started: true }), startImprovement: async () => ({ started: true }), resume: nothing, stop: nothing },
    limitsFor: () => ({ system: 3, tenant: 3, slotSeconds: 3600 }), canRemedy: () => true, termsFor: () => termsOf(settings), cost: async () => NO_CYCLE_COST,
    check: async () => ({ report: { passed: true, checks: [{ name: 'tests' as const, status: 'passed' as const, summary: '40 passed', findings: [], durationMs: 900 }], quality: 0.9, testsPassed: 40, isolation: 'sandbox' as const, digest: 'd'.repeat(64) }, package: packageOf('new') }),
    workshopOf: (): never => {
      throw new Error('The workshop is not asked here.');
    },
    dependenciesOf: () => undefined,
  };

  let usage: Usage = {};
  const step = async <Result>(name: FunctionName, run: () => Promise<Result>): Promise<Result> => {
    let result: Result | undefined;
    const call = await measuredCall(proxy, name, async () => void (result = await run()), {});
    usage = plus(usage, billOf(name, call, billing));
    return result as Result;
  };

  const cycle = await step('start-scheduled-cycle', () => startCycle(all, { trigger: 'schedule', cause: 'cost' }));
  if (!cycle.ok) throw new Error(cycle.reason);
  await step('analyze', () => analyzeCycle({ cycleId: cycle.cycleId }, all));
  const proposed = await step('command', () => propose(all, { targetId: id, by: 'cost', patch: patchOn(baseCommit), cycleId: cycle.cycleId }));
  if (!proposed.ok) throw new Error(proposed.reason);
  const { improvementId } = proposed;
  await all.cycles.update(cycle.cycleId, (held) => ({ ...held, improvementIds: [improvementId] }));
  const validated = await step('validate', () => validateImprovement({ improvementId }, all));
  if (validated.next !== 'release') throw new Error(`Validation ended with ${validated.next}.`);
  await step('release', () => release({ improvementId }, all));

  const own = new TargetStates(loop.store);
  const look = () => watchAll({
    ...all, // Read as on AWS; how far telemetry is complete is the hand clock's to say.
    states: { get: async (targetId) => ((await all.states.get(targetId)), { state: { periodsUntil: clock.now() } }) },
    movers: { ramp: (one, weight, by) => ramp({ ...effects, actor: by }, one, weight), promote: (one, terms, by) => step('promote', () => keep({ ...effects, actor: by }, one, terms)) },
  });
  let minutesWatched = 0;
  for (; minutesWatched < MOST_MINUTES && (await effects.improvements.get(improvementId)).state === 'watching'; minutesWatched += 1) {
    const { weight } = await effects.releases.get(improvementId);
    const period: Period = { targetId: id, startsAt: clock.now(), seconds: 60, versions: { 1: served(Math.round(600 * (1 - weight)), 100), 2: served(Math.round(600 * weight), 95) } };
    await own.put([period]);
    clock.advance(MINUTE_MS);
    // The tick itself is counted at rest already: here is what the release adds to it.
    await step('watch', look);
    usage = plus(usage, { lambdaRequests: -1, traces: billing.traced.has('watch') ? -1 : 0 });
  }
  const { state } = await effects.improvements.get(improvementId);
  await step('learn', () => learn({ improvementId }, all));
  await step('report', () => report({ cycleId: cycle.cycleId }, all));
  world.close();
  const proof = plus(...(['generate', 'validate'] as const).map((name): Usage => ({ lambdaRequests: 1, lambdaGbSeconds: ASSUMED_SECONDS[name] * (FUNCTIONS[name].memoryMb / 1024) })), { lambdaRequests: 2, lambdaGbSeconds: ASSUMED_SECONDS.workshop * (WORKSHOP.memoryMb / 1024) });
  // While a release is watched, and for as long again, throttles are asked for every minute instead of every fifth.
  return { usage: plus(usage, proof, { stateTransitions: transitions(), snsRequests: notices, emails: notices, metricsAsked: 2 * minutesWatched * 0.8 }), minutesWatched, verdict: state };
};
