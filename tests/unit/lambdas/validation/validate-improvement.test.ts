import { describe, expect, it } from 'vitest';
import { approvalAnswer } from '../../../../shared/store/wait-answers.ts';
import { validateImprovement, type ValidateDependencies } from '../../../../lambdas/validation/validate-improvement.ts';
import type { ValidationReport } from '../../../../shared/domain/check.ts';
import type { Target } from '../../../../shared/domain/target.ts';
import type { Package, Workshop } from '../../../../shared/ports/workshop.ts';
import { branchOf } from '../../../../shared/release/branch-of.ts';
import { packageKeys } from '../../../../shared/release/package-key.ts';
import { Lessons } from '../../../../shared/store/lessons.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';
import { packageOf } from '../../../../lab/faults/answering-package.ts';
import { HANDLER, NOTES } from '../../../../lab/faults/repository.ts';
import { FIXED, patchOn, targetOf, type NewRelease } from '../../../../lab/faults/release-world.ts';
import { without } from '../../../support/without.ts';

const PASSED: ValidationReport = {
  passed: true, checks: [{ name: 'tests', status: 'passed', summary: '4 passed', findings: [], durationMs: 10 }], quality: 0.95, testsPassed: 4, isolation: 'sandbox', digest: 'digest-1',
};
const FAILED: ValidationReport = {
  ...PASSED, passed: false, checks: [{ name: 'types', status: 'failed', summary: '1 error', findings: [{ message: 'no such name', advice: 'import it', path: 'src/handler.ts', line: 3 }], durationMs: 10 }],
};
const IMP = { improvementId: 'imp-1' };

type Case = { origin?: NewRelease['origin']; report?: ValidationReport; built?: Package | undefined; autonomy?: Target['autonomy']; pack?: Workshop['pack']; builtByOwner?: boolean };

const validation = async ({ origin = 'opportunity', report = PASSED, built = packageOf('checked'), autonomy, pack, builtByOwner = false }: Case = {}) => {
  const fixture = await releaseFixture({ until: 'validated', origin });
  const { world, dependencies } = fixture;
  if (origin === 'deployment' && !builtByOwner) await dependencies.improvements.amend('imp-1', ['validating'], (held) => without(held, 'packageKey'));
  const target = { ...targetOf(world.root, 'orders'), ...(autonomy ? { autonomy } : {}) };
  const checked: string[] = [];
  const deps: ValidateDependencies = {
    ...dependencies, lessons: new Lessons(world.store), targets: { get: async () => target },
    workshopOf: () => ({ isolation: async () => ({ kind: 'sandbox', detail: '' }), test: async () => Promise.reject(new Error('not here')), pack: pack ?? (async () => ({ ok: true, package: packageOf('deployed') })) }),
    dependenciesOf: () => undefined,
    check: async (_, patch, tree) => {
      checked.push(`${tree.commit} ${patch.baseCommit}`);
      return { report, ...(built ? { package: built } : {}) };
    },
    settingsFor: () => ({ qualityThreshold: 0.85, riskTolerance: 0.1 }),
  };
  return { ...fixture, deps, checked, target, repository: world.source(target.repository.location) };
};
const ASKS_FIRST = { recipe: 'approve', model: 'approve', person: 'approve' } as const;

describe('validating a remedy', () => {
  it('lets it be released when it passes, with its package kept', async () => {
    const { deps, improvement, world, checked, baseCommit } = await validation();
    expect(await validateImprovement(IMP, deps)).toEqual({ next: 'release' });
    const { report, packageKey = '', state, phaseMs } = await improvement();
    expect([report?.digest, state]).toEqual(['digest-1', 'validating']);
    expect(await world.blobs.get(packageKeys(packageKey).bundle)).toEqual(packageOf('checked').bundle);
    expect(checked).toEqual([`${baseCommit} ${baseCommit}`]);
    expect(phaseMs).toHaveProperty('validation');
  });

  it('takes it for as risky as it looks, whatever its author claims', async () => {
    const { deps, improvement, dependencies } = await validation();
    await dependencies.improvements.amend('imp-1', ['validating'], (held) => (held.remedy ? { ...held, remedy: { ...held.remedy, files: [...held.remedy.files, { path: 'src/auth.ts', before: null, after: 'export const isAllowed = () => true;\n' }] } } : held));
    expect(await validateImprovement(IMP, deps)).toEqual({ next: 'approve' });
    expect(await improvement()).toMatchObject({ state: 'awaiting-approval', remedy: { risk: 'high' }, reason: expect.stringContaining('Its risk is high') as string });
  });

  it('checks it on the code that serves, whatever it was written for', async () => {
    const { deps, improvement, world, checked } = await validation();
    const serving = world.ownerCommits('orders', 'src/notes.txt', NOTES.replace('line 3', 'line three'));
    const { version } = await world.deployer.publish({ functionName: 'orders', package: packageOf('later'), description: `commit=${serving} improvement=x` });
    await world.deployer.routeByHand('orders', 'live', version);
    expect(await validateImprovement(IMP, deps)).toEqual({ next: 'release' });
    expect(checked).toEqual([`${serving} ${serving}`]);
    expect((await improvement()).remedy?.baseCommit).toBe(serving);
  });

  it.each([
    ['no longer fits the code that serves', HANDLER.replace('"old"', '"older"'), /has changed where the patch applies: src\/handler\.ts/],
    ['is what serves already', FIXED, /is so already/],
  ])('ends as superseded when it %s', async (_, text, reason) => {
    const { deps, improvement, world, dependencies } = await validation();
    const serving = world.ownerCommits('orders', 'src/handler.ts', text);
    const { version } = await world.deployer.publish({ functionName: 'orders', package: packageOf('later'), description: `commit=${serving} improvement=x` });
    await world.deployer.routeByHand('orders', 'live', version);
    expect(await validateImprovement(IMP, deps)).toEqual({ next: 'learn' });
    expect(await improvement()).toMatchObject({ state: 'superseded', reason: expect.stringMatching(reason) as string });
    expect(await dependencies.slots.holders('system')).toEqual([]);
  });

  it('is rejected by a failed check, with the finding, its line and its slot given back', async () => {
    const { deps, improvement, dependencies } = await validation({ report: FAILED });
    expect(await validateImprovement(IMP, deps)).toEqual({ next: 'learn' });
    expect(await improvement()).toMatchObject({ state: 'rejected', reason: 'types: 1 error (src/handler.ts:3 no such name)' });
    expect(await dependencies.slots.holders('system')).toEqual([]);
  });

  it('goes back to a model with the findings, at most twice; never to a recipe', async () => {
    for (const [attempts, next] of [[1, 'generate'], [2, 'generate'], [3, 'learn']] as const) {
      const { deps, dependencies, baseCommit } = await validation({ report: FAILED });
      await dependencies.improvements.amend('imp-1', ['validating'], (held) => ({ ...held, attempts, remedy: { ...patchOn(baseCommit), author: { kind: 'model', name: 'm' } } }));
      expect(await validateImprovement(IMP, deps)).toEqual({ next });
    }
  });

  it('is rejected when its quality is below the threshold', async () => {
    const { deps, improvement } = await validation({ report: { ...PASSED, quality: 0.8 } });
    await validateImprovement(IMP, deps);
    expect(await improvement()).toMatchObject({ state: 'rejected', reason: expect.stringContaining('0.80, below the threshold of 0.85') as string });
  });

  it('fails when there is none', async () => {
    const { deps, dependencies, improvement } = await validation();
    await dependencies.improvements.amend('imp-1', ['validating'], (held) => without(held, 'remedy'));
    await validateImprovement(IMP, deps);
    expect((await improvement()).state).toBe('failed');
  });
});

describe('a second invocation', () => {
  it('comes to the same decision at the same time, and tells people once', async () => {
    const { deps, improvement, world } = await validation({ autonomy: ASKS_FIRST });
    expect(await Promise.all([validateImprovement(IMP, deps), validateImprovement(IMP, deps)])).toEqual([{ next: 'approve' }, { next: 'approve' }]);
    expect((await improvement()).history.filter(({ state }) => state === 'awaiting-approval')).toHaveLength(1);
    expect(new Set(world.notices.map(({ key }) => key)).size).toBe(1);
  });

  it('tells people when the first one came to its end before it could', async () => {
    const { deps, world, improvement } = await validation({ autonomy: ASKS_FIRST });
    const silent = { ...deps, notifier: { send: async () => Promise.reject(new Error('killed here')) } };
    await validateImprovement(IMP, silent).catch(() => {});
    expect([(await improvement()).state, world.notices]).toEqual(['awaiting-approval', []]);
    await validateImprovement(IMP, deps);
    expect(world.notices.map(({ text }) => text).join()).toContain('pawl approve imp-1');
  });

  it.each([
    ['watching', ['releasing', 'watching'], 'release'],
    ['generating again', ['generating'], 'generate'],
  ] as const)('does not reject what is %s by now, nor give its slot away', async (_, states, next) => {
    const { deps, dependencies, improvement, clock } = await validation({ report: FAILED });
    await dependencies.slots.take('imp-1', undefined, { system: 3, tenant: 3 }, clock.now(), clock.now() + 1000);
    const overtaken: ValidateDependencies = { ...deps, check: async (...input) => {
      for (const state of states) await dependencies.improvements.transition('imp-1', state, { by: 'the other', at: 0 });
      return deps.check(...input);
    } };
    expect(await validateImprovement(IMP, overtaken)).toEqual({ next });
    expect([(await improvement()).state, await dependencies.slots.holders('system')]).toEqual([states.at(-1), ['imp-1']]);
  });
});

describe('a remedy that needs a yes', () => {
  it('waits on its branch, without a slot, and people are told why', async () => {
    const { deps, improvement, repository, dependencies, world } = await validation({ autonomy: ASKS_FIRST });
    expect(await validateImprovement(IMP, deps)).toEqual({ next: 'approve' });
    expect((await improvement()).state).toBe('awaiting-approval');
    expect((await repository.readTree(branchOf('imp-1'))).files.get('src/handler.ts')).toBe(FIXED);
    expect(await dependencies.slots.holders('system')).toEqual([]);
    expect(world.notices[0]?.text).toContain('pawl approve imp-1');
    expect(await validateImprovement(IMP, deps)).toEqual({ next: 'approve' });
  });

  it('is answered by a yes to exactly this, or by its end', async () => {
    const { deps, dependencies: { improvements }, clock } = await validation({ autonomy: ASKS_FIRST });
    await validateImprovement(IMP, deps);
    expect(await approvalAnswer(improvements, 'imp-1')).toBeUndefined();
    const approval = { by: 'bob', at: clock.now(), systemWide: false };
    await improvements.amend('imp-1', ['awaiting-approval'], (held) => ({ ...held, approval: { ...approval, digest: 'another' } }));
    expect(await approvalAnswer(improvements, 'imp-1')).toBeUndefined();
    await improvements.amend('imp-1', ['awaiting-approval'], (held) => ({ ...held, approval: { ...approval, digest: 'digest-1' } }));
    expect(await approvalAnswer(improvements, 'imp-1')).toEqual({ next: 'release' });
    await improvements.transition('imp-1', 'rejected', { by: 'bob', at: clock.now() });
    expect(await approvalAnswer(improvements, 'imp-1')).toEqual({ next: 'learn' });
    expect(await validateImprovement(IMP, deps)).toEqual({ next: 'learn' });
  });
});

describe("an owner's deployment", () => {
  it('is built from its commit and released without a gate', async () => {
    const { deps, improvement, checked } = await validation({ origin: 'deployment' });
    expect(await validateImprovement(IMP, deps)).toEqual({ next: 'release' });
    expect((await improvement()).packageKey).toBe(packageOf('deployed').digest);
    expect(checked).toEqual([]);
  });

  it('keeps the package that the owner built, and builds nothing', async () => {
    const { deps, improvement } = await validation({ origin: 'deployment', builtByOwner: true, pack: async () => Promise.reject(new Error('built')) });
    const { packageKey } = await improvement();
    expect(await validateImprovement(IMP, deps)).toEqual({ next: 'release' });
    expect((await improvement()).packageKey).toBe(packageKey);
  });

  it('fails with what the build says', async () => {
    const { deps, improvement } = await validation({ origin: 'deployment', pack: async () => ({ ok: false, errors: [{ message: 'Unexpected token', path: 'src/handler.ts', line: 7 }] }) });
    expect(await validateImprovement(IMP, deps)).toEqual({ next: 'learn' });
    expect(await improvement()).toMatchObject({ state: 'failed', reason: expect.stringContaining('src/handler.ts:7 Unexpected token') as string });
  });
});

describe('a model that the owners let go by itself', () => {
  const AUTONOMOUS = { recipe: 'autonomous', model: 'autonomous', person: 'autonomous' } as const;
  const proven = async (promoted: number, reverted: number) => {
    const { world, dependencies, ...rest } = await validation({ autonomy: AUTONOMOUS });
    await dependencies.improvements.amend('imp-1', ['validating'], (held) => (held.remedy ? { ...held, remedy: { ...held.remedy, author: { kind: 'model', name: 'here/m' } } } : held));
    await dependencies.facts.update('orders', (facts) => ({ ...facts, promotedWithApproval: { model: promoted } }));
    const lessons = new Lessons(world.store);
    for (let number = 0; number < reverted; number += 1) await lessons.record({ id: `imp-${number}#reverted`, improvementId: `imp-${number}`, targetId: 'orders', author: 'model:here/m', result: 'reverted', text: '', at: number });
    return validateImprovement(IMP, rest.deps);
  };

  it('goes from ten promoted with a yes on, and asks again when one of them was taken back', async () => {
    expect([await proven(9, 0), await proven(10, 0), await proven(10, 1), await proven(11, 1)]).toEqual([{ next: 'approve' }, { next: 'release' }, { next: 'approve' }, { next: 'release' }]);
  });
});
