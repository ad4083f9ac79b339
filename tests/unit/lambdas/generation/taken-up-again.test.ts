import { describe, expect, it } from 'vitest';
import { takeUp } from '../../../../lambdas/analysis/take-up.ts';
import { generate, type GenerateDependencies } from '../../../../lambdas/generation/generate.ts';
import { modelWriterOn } from '../../../../lambdas/generation/model-writer.ts';
import { learn } from '../../../../lambdas/reporting/learn.ts';
import { HANDLER } from '../../../../lab/faults/repository.ts';
import { targetOf } from '../../../../lab/faults/release-world.ts';
import { modelsFrom, ModelsInput } from '../../../../shared/config/models.ts';
import type { Cycle } from '../../../../shared/domain/cycle.ts';
import { ModelError, type Model } from '../../../../shared/ports/model.ts';
import { heldBackBecause } from '../../../../shared/rules/scoring/held-back.ts';
import { repositoriesIn } from '../../../../shared/store/repositories.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';
import { N_PLUS_ONE } from '../../../support/report-facts.ts';
import { scriptedModel } from '../../../support/scripted-model.ts';
import { without } from '../../../support/without.ts';

const CHANGED = HANDLER.replace('"old"', '"new"');
const ANSWER = `TITLE: Answer with new\nREASON: Old is old.\nCONFIDENCE: .8\nRISK: low\n\n\`\`\`js:src/handler.ts\n${CHANGED}\`\`\`\n\`\`\`js:src/handler.test.ts\nimport test from 'node:test';\ntest('answers', () => {});\n\`\`\`\n`;
const OPPORTUNITY = { ...N_PLUS_ONE, targetId: 'orders' };
const DAY_MS = 86_400_000;

/** An improvement in a store, and the steps of its execution over it, with a model that no recipe goes before. */
const world = async (model: Model, said: object = {}) => {
  const { world: place, dependencies, clock, improvement } = await releaseFixture({ until: 'validated' });
  const repositories = repositoriesIn(place.store);
  const models = modelsFrom(ModelsInput.parse({ providers: { here: { kind: 'openai-compatible', baseUrl: 'http://127.0.0.1:1/v1' } }, pool: [{ id: 'm', provider: 'here' }], ...said }));
  const target = targetOf(place.root, 'orders');
  const targets = { get: async () => ({ ...target, autonomy: { ...target.autonomy, recipe: 'autonomous' as const, model: 'approve' as const } }) };
  const writer = () => modelWriterOn({ models, open: async () => model, budgets: repositories.budgets, store: place.store, clock, random: () => 0.5 });
  const generation: GenerateDependencies = { ...dependencies, lessons: repositories.lessons, targets, dependenciesOf: () => undefined, remedies: async () => [{ kind: 'abstained', recipe: 'none', reason: 'no recipe is for it' }], fromModel: (input) => writer()(input) };
  await dependencies.improvements.amend('imp-1', ['validating'], (held) => ({ ...without(held, 'remedy'), cycleId: 'cyc-1', opportunity: OPPORTUNITY }));
  const run = async (improvementId: string) => {
    const { next } = await generate({ improvementId }, generation);
    if (next === 'learn') await learn({ improvementId }, { ...repositories, clock });
    return repositories.improvements.get(improvementId);
  };
  const heldBack = async () => heldBackBecause(OPPORTUNITY.key, await repositories.lessons.list('orders'), 0, clock.now());
  const cycle = (id: string): Cycle => ({ id, targetIds: ['orders'], trigger: 'schedule', cause: id, emergency: false, windowHours: 24, maxImprovements: 1, dryRun: false, state: 'running', startedAt: clock.now(), telemetryAnalyzed: { metrics: 0, logs: 0, events: 0 }, opportunityIds: [], improvementIds: [], phaseMs: {} });
  /** What the next cycle's analysis does with it: nothing while it is held back. */
  const nextCycle = async (id: string) =>
    (await heldBack()) === undefined
      ? takeUp({ ...dependencies, targets, limitsFor: () => ({ system: 3, tenant: 3, slotSeconds: 60 }), canRemedy: () => true, ids: { next: (prefix) => prefix, derived: (prefix, cause) => `${prefix}-${cause.replaceAll(' ', '-')}` } }, cycle(id), [OPPORTUNITY], { atMost: 1 })
      : [];
  return { run, nextCycle, heldBack, clock, improvement, budgets: repositories.budgets, slots: dependencies.slots };
};

describe('an opportunity that its model could not be paid for', () => {
  it('gives its slot back, waits for the next day, and is written then', async () => {
    const model = scriptedModel(ANSWER);
    const { run, nextCycle, heldBack, clock, slots, budgets } = await world(model, { budgets: { perDay: { tokens: 40_000 } } });
    const midnight = (Math.floor(clock.now() / DAY_MS) + 1) * DAY_MS;
    await budgets.reserve({ callId: 'another', worst: { tokens: 39_000, microUsd: 0 }, windows: [{ id: `day#${new Date(clock.now()).toISOString().slice(0, 10)}`, limit: {}, keptUntil: midnight + DAY_MS }], quotas: [], at: clock.now() });

    expect(await run('imp-1')).toMatchObject({ state: 'abstained', retryAt: midnight, reason: expect.stringContaining('The budget for models of the day') as string });
    expect(model.asked).toHaveLength(0);
    expect(await slots.holders('system')).toEqual([]);
    expect(await heldBack()).toContain(`waits until ${new Date(midnight).toISOString().slice(0, 16)}Z`);
    clock.set(midnight - 1);
    expect(await nextCycle('cyc-2')).toEqual([]);
    clock.set(midnight);
    expect(await nextCycle('cyc-3')).toEqual(['imp-cyc-3-opp-1']);
    expect(await run('imp-cyc-3-opp-1')).toMatchObject({ state: 'validating', remedy: { author: { kind: 'model', name: 'here/m' }, files: [{ path: 'src/handler.ts', after: CHANGED }, { path: 'src/handler.test.ts', before: null }] } });
  });

  it('has the next cycle’s own budget when its cycle’s is spent', async () => {
    const { run, nextCycle, budgets, clock } = await world(scriptedModel(ANSWER), { budgets: { perCycle: { tokens: 40_000 } } });
    await budgets.reserve({ callId: 'another', worst: { tokens: 39_000, microUsd: 0 }, windows: [{ id: 'cycle#cyc-1', limit: {}, keptUntil: clock.now() + DAY_MS }], quotas: [], at: clock.now() });
    expect(await run('imp-1')).toMatchObject({ state: 'abstained', reason: expect.stringContaining('The next cycle has its own') as string });
    const [next = ''] = await nextCycle('cyc-2');
    expect((await run(next)).state).toBe('validating');
  });

  it('is taken up again after an outage, and not while it lasts', async () => {
    const { run, nextCycle, clock } = await world(scriptedModel(...Array.from({ length: 4 }, () => new ModelError('throttled', 'overloaded')), ANSWER));
    const { state, retryAt = 0 } = await run('imp-1');
    expect([state, retryAt > clock.now(), retryAt < clock.now() + DAY_MS]).toEqual(['abstained', true, true]);
    expect(await nextCycle('cyc-2')).toEqual([]);
    clock.set(retryAt);
    const [next = ''] = await nextCycle('cyc-3');
    expect((await run(next)).state).toBe('validating');
  });

  it('is left alone on this code where waiting does not help', async () => {
    const { run, nextCycle, heldBack, clock } = await world(scriptedModel(ANSWER), { budgets: { perImprovement: { tokens: 500 } } });
    expect(await run('imp-1')).not.toHaveProperty('retryAt');
    clock.advance(30 * DAY_MS);
    expect(await nextCycle('cyc-2')).toEqual([]);
    expect(await heldBack()).toContain('this improvement');
  });
});

describe('a step that is run twice by its state machine', () => {
  it('while it waits for an answer asks and pays on its own account, and comes to one remedy', async () => {
    const model = scriptedModel(ANSWER);
    const { run, budgets, improvement, clock } = await world(model);
    await Promise.all([run('imp-1'), run('imp-1')]);
    expect((await improvement()).attempts).toBe(1);
    expect((await budgets.spentIn(`day#${new Date(clock.now()).toISOString().slice(0, 10)}`)).calls).toBe(model.asked.length);
  });

  it('after its answer had been paid for, gets that one and pays nothing', async () => {
    const model = scriptedModel(ANSWER);
    const { run, improvement, budgets, clock } = await world(model);
    await run('imp-1');
    const spent = await budgets.spentIn(`day#${new Date(clock.now()).toISOString().slice(0, 10)}`);
    expect((await run('imp-1')).state).toBe('validating');
    expect([model.asked.length, (await improvement()).attempts, await budgets.spentIn(`day#${new Date(clock.now()).toISOString().slice(0, 10)}`)]).toEqual([1, 1, spent]);
  });
});
