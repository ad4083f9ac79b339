import { begin } from '../../lab/faults/release-acts.ts';
import { dependenciesOn, makeTarget, memoryWorld, patchOn, targetOf, type ReleaseWorld } from '../../lab/faults/release-world.ts';
import { packageOf } from '../../lab/faults/answering-package.ts';
import { buildCycleReport } from '../../lambdas/reporting/cycle-report.ts';
import { cycleMarkdown } from '../../lambdas/reporting/cycle-markdown.ts';
import { systemIds } from '../../shared/adapters/local/system-ids.ts';
import { answer, type Answer } from '../../shared/commands/answer.ts';
import { COMMANDS_BY_NAME } from '../../shared/commands/table/command-table.ts';
import type { DoorDependencies } from '../../shared/commands/table/door-dependencies.ts';
import { layerSettings } from '../../shared/config/layer-settings.ts';
import { NO_MODELS } from '../../shared/config/models.ts';
import { settingsFor } from '../../shared/config/settings-for.ts';
import type { Caller } from '../../shared/domain/caller.ts';
import type { Cycle } from '../../shared/domain/cycle.ts';
import { addHistogram, countDuration, type Histogram } from '../../shared/domain/histogram.ts';
import { ImprovementState, type Improvement } from '../../shared/domain/improvement.ts';
import type { Opportunity } from '../../shared/domain/opportunity.ts';
import type { Period } from '../../shared/domain/period.ts';
import { reportKeys } from '../../shared/domain/report-keys.ts';
import type { Target } from '../../shared/domain/target.ts';
import { emptyTargetState } from '../../shared/domain/target-state.ts';
import { carryOut } from '../../shared/release/action-request.ts';
import { asBody } from '../../shared/store/document.ts';
import { keys } from '../../shared/store/keys.ts';
import { improvementAccount } from '../../shared/store/model-accounts.ts';
import { packageKeys } from '../../shared/release/package-key.ts';
import { repositoriesIn } from '../../shared/store/repositories.ts';
import { flagsInForce } from '../../shared/store/switches.ts';
import { explained } from './explained-opportunity.ts';
import { N_PLUS_ONE, reportFacts } from './report-facts.ts';
import { T0 } from './simulated-release.ts';
import { testClock } from './test-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Stands in every text of what belongs to somebody, so that a test sees where it comes out. */
export const WORDS = { orders: 'tangerine', shop: 'mulberry', globex: 'persimmon', acme: 'apricot' } as const;

/** How each state is come to. */
const WAYS: Readonly<Record<ImprovementState, readonly ImprovementState[]>> = {
  queued: [], generating: ['generating'], validating: ['generating', 'validating'], 'awaiting-approval': ['generating', 'validating', 'awaiting-approval'],
  releasing: ['validating', 'releasing'], watching: ['validating', 'releasing', 'watching'], promoting: ['validating', 'releasing', 'watching', 'promoting'],
  promoted: ['validating', 'releasing', 'watching', 'promoting', 'promoted'], 'rolling-back': ['validating', 'releasing', 'watching', 'rolling-back'],
  'rolled-back': ['validating', 'releasing', 'watching', 'rolling-back', 'rolled-back'], inconclusive: ['validating', 'releasing', 'watching', 'rolling-back', 'inconclusive'],
  superseded: ['superseded'], reverting: ['validating', 'releasing', 'watching', 'promoting', 'promoted', 'reverting'], reverted: ['validating', 'releasing', 'watching', 'promoting', 'promoted', 'reverting', 'reverted'],
  abstained: ['generating', 'abstained'], rejected: ['validating', 'rejected'], failed: ['validating', 'failed'],
};

export type DoorsWorld = {
  readonly dependencies: DoorDependencies;
  readonly clock: ReturnType<typeof testClock>;
  /** What the runner was asked, as `start imp-2`, `resume imp-2`, `cycle cycle-…`. */
  readonly asked: readonly string[];
  /** Asks as a door does, over the whole table. */
  readonly ask: (caller: Caller, command: string, input?: unknown, requestId?: string) => Promise<Answer>;
  readonly close: () => void;
};

/** A person who sees and may do everything, but for what `vary` says. */
export const callerOf = (vary: Partial<Caller> = {}): Caller => ({ name: 'ada', kind: 'person', door: 'api', may: ['read', 'operate', 'decide', 'deploy', 'administer'], tenants: 'all', groups: ['owners'], ...vary });

/**
 * A store with everything in it that doors show. Targets: `orders` (plain; `imp-1` is exposed beside version 1), `shop` (tenants acme and globex behind
 * aliases of their own), `billing` (acme's alone). Improvements of `orders` in every state (`imp-promoted`, `imp-failed`, …), `imp-2` waits for a yes;
 * of the tenants `imp-acme` and `imp-globex` (wait for a yes), `imp-billing`. Cycles `cyc-1` (orders, with a report), `cyc-acme`, `cyc-globex`, `cyc-all`.
 */
export const doorsWorld = async (): Promise<DoorsWorld> => {
  const clock = testClock(T0);
  const world: World = { ...memoryWorld(clock), clock };
  const kept = repositoriesIn(world.store);
  const targets = await makeTargets(world);
  const byId = new Map(targets.map((target) => [target.id, target]));
  const settings = layerSettings('basic', [], { acme: { enabled: true }, globex: { enabled: true } });
  const targetsPort = {
    get: async (id: string): Promise<Target> => {
      const target = byId.get(id);
      if (!target) throw new Error(`There is no target "${id}".`);
      return target;
    },
    all: async (): Promise<Target[]> => [...targets],
  };
  const { actor: _, ...effects } = { ...dependenciesOn(world, world, 'pawl'), targets: targetsPort };
  const asked: string[] = [];
  const note = (what: string) => async (id: string) => ({ started: asked.push(`${what} ${id}`) > 0 });
  const dependencies: DoorDependencies = {
    ...effects,
    ...kept,
    store: world.store,
    settings,
    settingsFor: ({ tenantId }) => settingsFor(settings, tenantId),
    flags: flagsInForce(kept.switches, { isOn: async () => true }),
    models: NO_MODELS,
    version: '1.2.3',
    configured: { preset: 'basic' },
    ids: systemIds,
    rollback: (request) => carryOut(request, effects),
    runner: { startCycle: note('cycle'), startImprovement: note('start'), resume: async (id) => void asked.push(`resume ${id}`), stop: async (id) => void asked.push(`stop ${id}`) },
    ringAlarm: async ({ targetId, name }) => ({ ok: true, text: `${name} rings on ${targetId}.`, outcome: 'emergency', cycleId: 'cyc-1' }),
  };
  await fill(dependencies, world);
  return { dependencies, clock, asked, close: () => world.close(), ask: (caller, command, input = {}, requestId) => answer(COMMANDS_BY_NAME, { command, input, caller, requestId }, dependencies) };
};

type World = ReleaseWorld & { readonly clock: ReturnType<typeof testClock> };

const makeTargets = async (world: World): Promise<Target[]> => {
  for (const id of ['orders', 'shop', 'billing']) await makeTarget(world, id);
  await world.deployer.routeByHand('shop', 'acme-live', '1');
  await world.deployer.routeByHand('shop', 'globex-live', '1');
  const plain = (id: string): Target => {
    const { tenantId: _, ...target } = targetOf(world.root, id);
    return { ...target, autonomy: { recipe: 'autonomous', model: 'approve', person: 'approve' } };
  };
  return [{ ...plain('billing'), tenantId: 'acme' }, plain('orders'), { ...plain('shop'), shared: true, tenantAliases: { acme: 'acme-live', globex: 'globex-live' } }];
};

type Owner = { readonly targetId: string; readonly tenantId?: 'acme' | 'globex' };
const wordOf = ({ targetId, tenantId }: Owner): string => (tenantId === undefined ? (targetId === 'shop' ? WORDS.shop : targetId === 'billing' ? WORDS.acme : WORDS.orders) : WORDS[tenantId]);

const fill = async (dependencies: DoorDependencies, world: World): Promise<void> => {
  const { improvements, cycles, opportunities, explanations, lessons, states, audit, ledger, budgets, releases, slots, switches } = dependencies;
  const { clock } = world;
  const now = clock.now();
  const baseCommit = (await world.source(targetOf(world.root, 'orders').repository.location).resolve('main')) ?? '';
  const { facts } = reportFacts();
  const [told] = facts.improvements;
  const [story] = facts.releases;
  if (told?.remedy === undefined || told.report === undefined) throw new Error('The story has a remedy with its report.');
  const { remedy: toldRemedy, report } = told;

  const opportunity = async (id: string, owner: Owner, vary: Partial<Opportunity> = {}): Promise<Opportunity> => {
    const found = { ...N_PLUS_ONE, id, ...owner, title: `One call per line (${wordOf(owner)})`, key: `${id} ${wordOf(owner)}`, ...vary };
    await opportunities.record(found);
    await explanations.record(explained(found, now));
    return found;
  };
  const made = async (id: string, owner: Owner, state: ImprovementState, vary: Partial<Improvement> = {}): Promise<void> => {
    const word = wordOf(owner);
    const createdAt = clock.now();
    await improvements.create({
      id, ...owner, cycleId: 'cyc-1', origin: 'proposal', proposedBy: `maria-${word}`, title: `Keep the totals (${word})`, state: 'queued', stateSince: createdAt, createdAt, attempts: 1, systemWide: owner.targetId === 'shop' && owner.tenantId === undefined,
      remedy: { ...toldRemedy, author: { kind: 'person', name: `maria-${word}` }, title: `Keep the totals (${word})`, reason: `The ${word} asked for it.`, baseCommit, files: [{ path: `src/${word}.ts`, before: null, after: `export const ${word} = 1;\n` }] },
      report: { ...report, digest: `digest-${id}` }, phaseMs: { validation: 4310 }, history: [{ state: 'queued', at: createdAt, by: 'analysis' }], ...vary,
    });
    for (const to of WAYS[state]) {
      clock.advance(1000);
      const moved = await improvements.transition(id, to, { by: 'pawl', at: clock.now(), ...(to === state ? { set: { reason: `It is ${to} because of ${word}.` } } : {}) });
      if (!moved.ok) throw new Error(`${id} cannot become ${to}: it is ${moved.state}.`);
    }
    if (story && state !== 'validating' && WAYS[state].includes('releasing')) await world.store.write([{ kind: 'put', key: keys.release(id), body: asBody({ ...story, improvementId: id, targetId: owner.targetId, functionName: owner.targetId, stableVersion: '1', candidateVersion: '1' }), when: 'absent' }]);
    await audit.append({ targetId: owner.targetId, at: clock.now(), who: `maria-${word}`, what: state, improvementId: id, reason: `Because of ${word}` });
  };
  const cycle = async (id: string, vary: Partial<Cycle>): Promise<void> => {
    const { improvementIds: _, ...toldCycle } = facts.cycle;
    await cycles.create({ ...toldCycle, id, improvementIds: [], startedAt: clock.now(), endedAt: clock.now() + 92_000, reportKey: reportKeys(id).html, ...vary });
    clock.advance(1000);
  };

  const onOrders = await opportunity('opp-1', { targetId: 'orders' });
  await opportunity('opp-2', { targetId: 'orders' }, { impactScore: 12, priority: 'low' });
  await opportunity('opp-shop', { targetId: 'shop' }, { systemWide: true });
  const [ofAcme, ofGlobex] = [await opportunity('opp-acme', { targetId: 'shop', tenantId: 'acme' }), await opportunity('opp-globex', { targetId: 'shop', tenantId: 'globex' })];
  await opportunity('opp-billing', { targetId: 'billing' });

  for (const state of ImprovementState.options) await made(`imp-${state}`, { targetId: 'orders' }, state);
  await made('imp-2', { targetId: 'orders' }, 'awaiting-approval');
  await made('imp-acme', { targetId: 'shop', tenantId: 'acme' }, 'awaiting-approval', { opportunity: ofAcme, cycleId: 'cyc-acme' });
  await made('imp-globex', { targetId: 'shop', tenantId: 'globex' }, 'awaiting-approval', { opportunity: ofGlobex, cycleId: 'cyc-globex' });
  await made('imp-shop', { targetId: 'shop' }, 'promoted');
  await made('imp-billing', { targetId: 'billing' }, 'awaiting-approval');
  for (const [id, target, one] of [['imp-acme', 'shop', 'opp-acme'], ['imp-globex', 'shop', 'opp-globex']] as const) await explanations.keep(id, target, one);

  // Really exposed, so that it can be taken back; what was measured of it is the story's.
  const built = packageOf('new imp-1');
  await world.blobs.put(packageKeys(built.digest).bundle, built.bundle, 'text/javascript');
  await world.blobs.put(packageKeys(built.digest).sourceMap, built.sourceMap, 'application/json');
  await made('imp-1', { targetId: 'orders' }, 'validating', { origin: 'opportunity', proposedBy: 'pawl', opportunity: onOrders, remedy: patchOn(baseCommit), packageKey: built.digest });
  await explanations.keep('imp-1', 'orders', 'opp-1');
  await slots.take('imp-1', undefined, { system: 9, tenant: 9 }, clock.now(), clock.now() + HOUR);
  await begin({ ...dependenciesOn(world, world, 'pawl'), targets: dependencies.targets }, 'imp-1');
  if (story) await releases.amend('imp-1', ['watching'], (release) => ({ ...release, claim: story.claim, phi: story.phi, periodSeconds: story.periodSeconds, periods: story.periods, moments: story.moments, verdict: story.verdict }));
  await budgets.reserve({ callId: 'call-1', worst: { tokens: 9000, microUsd: 42_000 }, windows: [{ id: improvementAccount('imp-1'), limit: {}, keptUntil: now + 99 * HOUR }], quotas: [], at: now });

  await cycle('cyc-all', { targetIds: ['billing', 'orders', 'shop'], trigger: 'schedule', cause: `nightly ${WORDS.orders}`, improvementIds: ['imp-shop'] });
  await cycle('cyc-acme', { targetIds: ['shop'], tenantId: 'acme', cause: `asked by ${WORDS.acme}`, improvementIds: ['imp-acme'], opportunityIds: ['opp-acme'] });
  await cycle('cyc-globex', { targetIds: ['shop'], tenantId: 'globex', cause: `asked by ${WORDS.globex}`, improvementIds: ['imp-globex'], opportunityIds: ['opp-globex'] });
  await cycle('cyc-running', { targetIds: ['orders'], cause: WORDS.orders, state: 'running', endedAt: undefined, reportKey: undefined });
  await cycle('cyc-1', { targetIds: ['orders'], cause: `pawl run ${WORDS.orders}`, improvementIds: ['imp-1', 'imp-2'] });
  const toldReport = buildCycleReport(facts);
  for (const [id, word] of [['cyc-1', WORDS.orders], ['cyc-all', WORDS.shop], ['cyc-acme', WORDS.acme], ['cyc-globex', WORDS.globex]] as const) {
    const texts = { html: `<!doctype html><title>${word}</title>`, json: JSON.stringify({ ...toldReport, cycle_id: id, headline: word }), markdown: `${cycleMarkdown(toldReport)}\n${word}\n` };
    for (const form of ['html', 'json', 'markdown'] as const) await world.blobs.put(reportKeys(id)[form], new TextEncoder().encode(texts[form]), 'text/plain');
  }

  for (const lesson of facts.lessons) await lessons.record(lesson);
  for (const lesson of facts.lessons) await lessons.record({ ...lesson, id: `${lesson.id}-shop`, targetId: 'shop', modules: [`src/${WORDS.shop}.ts`] });
  for (const id of ['orders', 'shop', 'billing']) {
    await states.save({ ...emptyTargetState(id), servingVersion: '1', completeUntil: now }, [], undefined);
    await states.put(Array.from({ length: 60 }, (_, index) => periodOf(id, now - (60 - index) * MINUTE, index)));
    await ledger.add({ account: id, at: now, counts: { cloudwatchCalls: 12 }, price: () => 41_000 }, 'told');
  }
  await switches.set({ flag: 'remedy:model', on: false, by: 'ada', at: now, reason: `No models for ${WORDS.orders} yet` });
  await switches.set({ flag: 'tenant:globex', on: false, by: 'ada', at: now, reason: `They asked, said ${WORDS.globex}` });
  await dependencies.facts.update('orders', (held) => ({ ...held, lastPromotedCommit: baseCommit }));
};

/** A minute of a target: version 1 all the time, version 2 from the half of the hour on; on `shop` by alias as well. */
const periodOf = (targetId: string, startsAt: number, index: number): Period => {
  const served = (requests: number, medianMs: number) => {
    const durations: Histogram = {};
    for (let one = 0; one < requests; one += 1) countDuration(durations, medianMs * (0.8 + (one % 10) / 20));
    return { requests, failures: index % 20 === 0 ? 1 : 0, timeouts: 0, coldStarts: 0, durations, environments: {} };
  };
  const versions = { '1': served(90, 112), ...(index >= 30 ? { '2': served(10, 80) } : {}) };
  const both = { ...versions['1'], durations: { ...versions['1'].durations } };
  addHistogram(both.durations, versions['2']?.durations ?? {});
  return { targetId, startsAt, seconds: 60, versions, ...(targetId === 'shop' ? { aliases: { 'acme-live': { '1': served(30, 95) }, 'globex-live': { '1': served(60, 130) } } } : {}) };
};
