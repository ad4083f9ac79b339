import { describe, expect, it } from 'vitest';
import { generate, type GenerateDependencies } from '../../../../lambdas/generation/generate.ts';
import type { RecipeInput, RecipeResult } from '../../../../lambdas/generation/recipe.ts';
import { Lessons } from '../../../../shared/store/lessons.ts';
import type { ModelInput, ModelResult } from '../../../../lambdas/generation/remedy-from-model.ts';
import type { ValidationReport } from '../../../../shared/domain/check.ts';
import type { Patch } from '../../../../shared/domain/remedy.ts';
import type { AutonomyLevel } from '../../../../shared/domain/target.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';
import { packageOf } from '../../../../lab/faults/answering-package.ts';
import { HANDLER } from '../../../../lab/faults/repository.ts';
import { N_PLUS_ONE } from '../../../support/report-facts.ts';
import { patchOn, targetOf } from '../../../../lab/faults/release-world.ts';
import { without } from '../../../support/without.ts';

const IMP = { improvementId: 'imp-1' };

const generation = async (results: (input: RecipeInput) => readonly RecipeResult[], { recipe = 'autonomous', model = 'approve', opportunity = true, fromModel }: { recipe?: AutonomyLevel; model?: AutonomyLevel; opportunity?: boolean; fromModel?: (input: ModelInput) => ModelResult } = {}) => {
  const fixture = await releaseFixture({ until: 'validated' });
  const { world, dependencies } = fixture;
  await dependencies.improvements.amend('imp-1', ['validating'], (held) => ({ ...without(held, 'remedy'), ...(opportunity ? { opportunity: N_PLUS_ONE } : {}) }));
  const inputs: RecipeInput[] = [];
  const asked: ModelInput[] = [];
  const target = targetOf(world.root, 'orders');
  const deps: GenerateDependencies = {
    ...dependencies, lessons: new Lessons(world.store), targets: { get: async () => ({ ...target, autonomy: { ...target.autonomy, recipe, model } }) }, dependenciesOf: () => '/deps',
    ...(fromModel === undefined ? {} : { fromModel: async (input: ModelInput) => { asked.push(input); return fromModel(input); } }),
    remedies: async (input) => {
      inputs.push(input);
      return results(input);
    },
  };
  return { ...fixture, deps, inputs, asked };
};

describe('generating', () => {
  it('writes a remedy for the code that serves, from evidence and lessons', async () => {
    const { deps, inputs, improvement, baseCommit, world } = await generation(({ tree }) => [{ kind: 'abstained', recipe: 'cache', reason: 'no' }, { kind: 'patch', patch: patchOn(tree.commit) }]);
    await new Lessons(world.store).record({ id: 'l', improvementId: 'imp-0', targetId: 'orders', author: 'recipe:x', result: 'promoted', text: 'Good.', at: 1 });
    world.ownerCommits('orders', 'README.md', 'not deployed yet');
    expect(await generate(IMP, deps)).toEqual({ next: 'validate' });
    expect(await improvement()).toMatchObject({ state: 'validating', remedy: { baseCommit }, title: 'Answer with new', attempts: 1, phaseMs: { generation: 0 } });
    const [input] = inputs;
    expect([input?.tree.commit, input?.tree.files.get('src/handler.ts'), input?.lessons.length, input?.dependencies, input?.opportunity.id]).toEqual([baseCommit, HANDLER, 1, '/deps', 'opp-1']);
  });

  it('reads main where the serving version does not say what it was built from', async () => {
    const { deps, inputs, world } = await generation(({ tree }) => [{ kind: 'patch', patch: patchOn(tree.commit) }]);
    const { version } = await world.deployer.publish({ functionName: 'orders', package: packageOf('by hand'), description: 'by hand' });
    await world.deployer.routeByHand('orders', 'live', version);
    const head = world.ownerCommits('orders', 'README.md', 'x');
    await generate(IMP, deps);
    expect(inputs[0]?.tree.commit).toBe(head);
  });

  it('abstains with every recipe\'s reason, and gives its slot back', async () => {
    const { deps, improvement, dependencies } = await generation(() => [{ kind: 'abstained', recipe: 'batch', reason: 'no batch route' }, { kind: 'abstained', recipe: 'cache', reason: 'keys vary' }]);
    expect(await generate(IMP, deps)).toEqual({ next: 'learn' });
    expect(await improvement()).toMatchObject({ state: 'abstained', reason: 'batch: no batch route; cache: keys vary; no model is configured that could try: `pawl run --model …`, or "models" in the configuration', lacked: 'model' });
    expect(await dependencies.slots.holders('system')).toEqual([]);
  });

  it.each([
    ['the owners want to observe only', { recipe: 'observe' as const, model: 'observe' as const }, 'set to "observe"'],
    ['there is no opportunity', { opportunity: false }, 'no opportunity'],
  ])('abstains when %s, and asks no recipe', async (_, options, reason) => {
    const { deps, inputs, improvement } = await generation(() => [], options);
    expect(await generate(IMP, deps)).toEqual({ next: 'learn' });
    expect(await improvement()).toMatchObject({ state: 'abstained', reason: expect.stringContaining(reason) as string });
    expect(inputs).toEqual([]);
  });

  it('leaves alone what somebody ended meanwhile', async () => {
    const ended = await generation(() => []);
    await ended.dependencies.improvements.transition('imp-1', 'rejected', { by: 'ada', at: 0 });
    expect(await generate(IMP, ended.deps)).toEqual({ next: 'learn' });
    const { deps, dependencies, improvement } = await generation(({ tree }) => [{ kind: 'patch', patch: patchOn(tree.commit) }]);
    const overtaken = { ...deps, remedies: async (input: RecipeInput) => {
      await dependencies.improvements.transition('imp-1', 'superseded', { by: 'ada', at: 0 });
      return deps.remedies(input);
    } };
    expect(await generate(IMP, overtaken)).toEqual({ next: 'learn' });
    expect((await improvement()).state).toBe('superseded');
  });

  it('goes on after a crash in the middle of it', async () => {
    const { deps, dependencies, improvement } = await generation(({ tree }) => [{ kind: 'patch', patch: patchOn(tree.commit) }]);
    await dependencies.improvements.transition('imp-1', 'generating', { by: 'generation', at: 0 });
    expect(await generate(IMP, deps)).toEqual({ next: 'validate' });
    expect((await improvement()).state).toBe('validating');
  });

  it('comes to one remedy and one decision when it is invoked twice at the same time', async () => {
    const { deps, improvement } = await generation(({ tree }) => [{ kind: 'patch', patch: patchOn(tree.commit) }]);
    expect(await Promise.all([generate(IMP, deps), generate(IMP, deps)])).toEqual([{ next: 'validate' }, { next: 'validate' }]);
    expect(await improvement()).toMatchObject({ state: 'validating', attempts: 1 });
  });

  it('does not end what the other invocation has moved on, nor give its slot away', async () => {
    const { deps, dependencies, improvement, clock } = await generation(() => [{ kind: 'abstained', recipe: 'batch', reason: 'no' }]);
    await dependencies.slots.take('imp-1', undefined, { system: 3, tenant: 3 }, clock.now(), clock.now() + 1000);
    const overtaken = { ...deps, remedies: async (input: RecipeInput) => {
      await dependencies.improvements.transition('imp-1', 'validating', { by: 'generation', at: 0 });
      return deps.remedies(input);
    } };
    expect(await generate(IMP, overtaken)).toEqual({ next: 'validate' });
    expect([(await improvement()).state, await dependencies.slots.holders('system')]).toEqual(['validating', ['imp-1']]);
    await dependencies.improvements.transition('imp-1', 'releasing', { by: 'release', at: 0 });
    expect(await generate(IMP, deps)).toEqual({ next: 'validate' });
  });
});

describe('generating with a model', () => {
  const modelPatch = (commit: string, title = 'Answer with new'): Patch => ({ ...patchOn(commit), title, author: { kind: 'model', name: 'here/m' } });
  const failed: ValidationReport = { passed: false, checks: [], quality: 0, testsPassed: 0, isolation: 'sandbox', digest: 'd' };

  it('asks it for what no recipe covers, with the lessons of the same kind', async () => {
    const { deps, asked, improvement, world } = await generation(() => [{ kind: 'abstained', recipe: 'none', reason: 'no recipe is for it' }], { fromModel: ({ tree }) => ({ kind: 'patch', patch: modelPatch(tree.commit) }) });
    const lessons = new Lessons(world.store);
    const lesson = { improvementId: 'imp-0', targetId: 'orders', opportunityKind: N_PLUS_ONE.kind, author: 'model:m', at: 1 } as const;
    await lessons.record({ ...lesson, id: 'bad', result: 'rolled-back', text: 'Slower.' });
    await lessons.record({ ...lesson, id: 'good', result: 'promoted', text: 'Faster.' });
    await lessons.record({ ...lesson, id: 'late', result: 'abstained', text: 'Spent.', retryAt: 9 });
    expect(await generate(IMP, deps)).toEqual({ next: 'validate' });
    expect(await improvement()).toMatchObject({ state: 'validating', remedy: { author: { kind: 'model', name: 'here/m' } }, attempts: 1 });
    expect(asked.map(({ improvement: { id }, hints, previous }) => ({ id, hints, previous }))).toEqual([{ id: 'imp-1', hints: [{ id: 'bad', kind: 'hint', text: 'model:m: Slower.' }], previous: undefined }]);
  });

  it('corrects its confidence by what became of earlier patches of models here, and keeps its word', async () => {
    const { deps, improvement, world } = await generation(() => [], { fromModel: ({ tree }) => ({ kind: 'patch', patch: { ...modelPatch(tree.commit), confidence: 0.9 } }) });
    const lessons = new Lessons(world.store);
    for (let number = 0; number < 6; number += 1) await lessons.record({ id: `l-${number}`, improvementId: `old-${number}`, targetId: 'orders', author: 'model:here/m', statedConfidence: 0.9, result: 'rolled-back', text: '', at: number });
    await generate(IMP, deps);
    const { remedy } = await improvement();
    expect(remedy?.statedConfidence).toBe(0.9);
    expect(remedy?.confidence).toBeLessThan(0.6);
  });

  it('tells it what models got wrong here before, and notes with what it was written and what the gate had against the answer before', async () => {
    const { deps, asked, improvement, world, dependencies, baseCommit } = await generation(() => [], { fromModel: ({ tree }) => ({ kind: 'patch', patch: modelPatch(tree.commit) }) });
    const lessons = new Lessons(world.store);
    for (const number of [1, 2]) await lessons.record({ id: `l-${number}`, improvementId: `old-${number}`, targetId: 'orders', author: 'model:here/m', causes: [{ from: 'gate', check: 'coverage' }], result: 'rejected', text: 'told by its cause', at: deps.clock.now() - number });
    const untyped: ValidationReport = { ...failed, checks: [{ name: 'types', status: 'failed', summary: '', findings: [], durationMs: 1 }] };
    await dependencies.improvements.amend('imp-1', ['validating'], (held) => ({ ...held, remedy: modelPatch(baseCommit), report: untyped }));
    await generate(IMP, deps);
    const { learned, stumbles } = await improvement();
    expect(stumbles).toEqual([{ from: 'gate', check: 'types' }]);
    const [rule] = [...(learned?.applied ?? []), ...(learned?.heldOut ?? [])];
    expect(rule).toMatch(/^rule-/);
    expect(asked[0]?.hints.map(({ id, kind }) => ({ id, kind }))).toEqual((learned?.heldOut.length ?? 0) > 0 ? [] : [{ id: rule, kind: 'rule' }]);
  });

  it('does not ask it where a recipe has a patch, nor where the owners let models observe only', async () => {
    const covered = await generation(({ tree }) => [{ kind: 'patch', patch: patchOn(tree.commit) }], { fromModel: () => ({ kind: 'abstained', reason: 'never' }) });
    await generate(IMP, covered.deps);
    const observed = await generation(() => [{ kind: 'abstained', recipe: 'none', reason: 'no recipe is for it' }], { model: 'observe', fromModel: () => ({ kind: 'abstained', reason: 'never' }) });
    await generate(IMP, observed.deps);
    expect([covered.asked, observed.asked]).toEqual([[], []]);
    expect((await observed.improvement()).reason).toBe('no recipe is for it; models are set to "observe"');
  });

  it('asks it where recipes observe only', async () => {
    const { deps, inputs, asked } = await generation(() => [], { recipe: 'observe', fromModel: ({ tree }) => ({ kind: 'patch', patch: modelPatch(tree.commit) }) });
    await generate(IMP, deps);
    expect([inputs.length, asked.length]).toEqual([0, 1]);
  });

  it('hands it its own patch and the findings when the gate sends it back, and asks no recipe again', async () => {
    const { deps, asked, inputs, improvement, dependencies, baseCommit } = await generation(() => [], { fromModel: ({ tree }) => ({ kind: 'patch', patch: modelPatch(tree.commit, 'Better') }) });
    await dependencies.improvements.amend('imp-1', ['validating'], (held) => ({ ...held, remedy: modelPatch(baseCommit, 'First'), report: failed, attempts: 1 }));
    expect(await generate(IMP, deps)).toEqual({ next: 'validate' });
    expect([inputs.length, asked[0]?.previous?.patch.title, asked[0]?.previous?.report.digest]).toEqual([0, 'First', 'd']);
    expect(await improvement()).toMatchObject({ attempts: 2, remedy: { title: 'Better' } });
    expect((await improvement()).report).toBeUndefined();
  });

  it('does not pay for the same again when it is invoked once more after the remedy was written', async () => {
    const { deps, asked, improvement } = await generation(() => [], { fromModel: ({ tree }) => ({ kind: 'patch', patch: modelPatch(tree.commit) }) });
    await generate(IMP, deps);
    expect(await generate(IMP, deps)).toEqual({ next: 'validate' });
    expect([asked.length, (await improvement()).attempts]).toEqual([1, 1]);
  });

  it('says until when it waits where a budget is spent or nobody answers, and gives its slot back', async () => {
    const spent = await generation(() => [], { fromModel: () => ({ kind: 'abstained', reason: 'The day is spent.', retryAt: 5000 }) });
    await spent.dependencies.slots.take('imp-1', undefined, { system: 3, tenant: 3 }, spent.clock.now(), spent.clock.now() + 1000);
    expect(await generate(IMP, spent.deps)).toEqual({ next: 'learn' });
    expect(await spent.improvement()).toMatchObject({ state: 'abstained', retryAt: 5000, reason: 'model: The day is spent.' });
    expect(await spent.dependencies.slots.holders('system')).toEqual([]);
    const silent = await generation(() => [], { fromModel: () => ({ kind: 'abstained', reason: 'Nobody answers.', isUnavailable: true }) });
    await generate(IMP, silent.deps);
    expect((await silent.improvement()).retryAt).toBe(silent.clock.now() + 900_000);
  });
});

describe('what is switched off', () => {
  const off = (...flags: string[]) => ({ flags: { isOn: async (flag: string) => !flags.includes(flag) } });

  it('is waited for when it is the phase or the tenant', async () => {
    for (const flag of ['phase:generation', 'tenant:shop', 'everything']) {
      const { deps, dependencies, improvement } = await generation(({ tree }) => [{ kind: 'patch', patch: patchOn(tree.commit) }]);
      await dependencies.improvements.amend('imp-1', ['validating'], (held) => ({ ...held, tenantId: 'shop' }));
      expect(await generate(IMP, { ...deps, ...off(flag) })).toEqual({ next: 'wait' });
      expect((await improvement()).state).toBe('validating');
    }
  });

  it('is a recipe or the model: another one is tried, and where there is none it is worth another try', async () => {
    const recipes = ({ tree, against }: RecipeInput): RecipeResult[] => {
      const patches = ['test', 'other'].map((name) => ({ ...patchOn(tree.commit), author: { kind: 'recipe' as const, name } }));
      const first = patches.find((patch) => against?.(patch) === undefined);
      return first === undefined ? [{ kind: 'abstained', recipe: 'test', reason: 'left out' }] : [{ kind: 'patch', patch: first }];
    };
    const one = await generation(recipes);
    expect(await generate(IMP, { ...one.deps, ...off('remedy:recipe:test') })).toEqual({ next: 'validate' });
    expect((await one.improvement()).remedy?.author.name).toBe('other');

    const none = await generation(recipes, { fromModel: () => ({ kind: 'abstained', reason: 'asked' }) });
    expect(await generate(IMP, { ...none.deps, ...off('remedy:recipe', 'remedy:model') })).toEqual({ next: 'learn' });
    const { state, reason, retryAt } = await none.improvement();
    expect({ state, reason, isWorthAnother: (retryAt ?? 0) > none.clock.now(), asked: none.asked.length }).toEqual({ state: 'abstained', reason: 'recipes: The flag remedy:recipe is off.; model: The flag remedy:model is off.', isWorthAnother: true, asked: 0 });
  });
});
