import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { SETTLED } from '../../shared/domain/improvement.ts';
import { keep, takeBack, undo } from '../../shared/release/actions.ts';
import { branchOf } from '../../shared/release/branch-of.ts';
import type { ReleaseDependencies } from '../../shared/release/dependencies.ts';
import { ramp } from '../../shared/release/ramp.ts';
import { AuditLog } from '../../shared/store/audit-log.ts';
import { begin } from '../support/release-acts.ts';
import { Director, type Schedule } from '../support/release-director.ts';
import { guardLooks, guardUntilQuiet } from '../support/release-guard.ts';
import { interference, type Mishap } from '../support/release-interference.ts';
import { intercepted } from '../support/release-ports.ts';
import { HANDLER, NOTES } from '../support/release-repository.ts';
import { dependenciesOn, FIXED, makeImprovement, makeTarget, memoryWorld, targetOf, type NewRelease, type ReleaseWorld } from '../support/release-world.ts';
import { testClock } from '../support/test-clock.ts';

const ID = 'imp-1';
const DEPLOYMENT = 'dep-2';

/** Who may act on a release, each as a program of its own. The owner's acts reach past Pawl, into the repository. */
const ACTORS = {
  'begins it': async (dependencies) => void (await begin(dependencies, ID)),
  'ticks: ramp': async (dependencies) => void (await ramp(dependencies, ID, 0.5)),
  'ticks: promote': async (dependencies) => void (await keep(dependencies, ID, { unproven: false })),
  'ticks: roll back': async (dependencies) => void (await takeBack(dependencies, ID, { state: 'rolled-back', reason: 'slower' })),
  'is an eager guard': async (dependencies) => void (await guardLooks(dependencies, -1)),
  'takes it back': async (dependencies) => void ((await takeBack(dependencies, ID, { state: 'rolled-back', reason: 'no' })) || (await undo(dependencies, ID, 'no'))),
  'deploys': async (dependencies) => {
    const holder = await dependencies.releases.holder('orders');
    if (holder !== undefined) await takeBack(dependencies, holder, { state: 'superseded', reason: 'a deployment' });
    await begin(dependencies, DEPLOYMENT);
  },
  'commits elsewhere': async (_, world) => void world.ownerCommits('orders', 'src/notes.txt', NOTES.replace('line 3', 'line three')),
  'commits to the same line': async (_, world) => void world.ownerCommits('orders', 'src/handler.ts', HANDLER.replace('old', 'older')),
} as const satisfies Record<string, (dependencies: ReleaseDependencies, world: ReleaseWorld) => Promise<void>>;
type ActorName = keyof typeof ACTORS;

const schedule: fc.Arbitrary<Schedule> = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 60 })), { maxLength: 6 });
const mishap: fc.Arbitrary<Mishap> = fc.record({ at: fc.integer({ min: 1, max: 60 }), kind: fc.constantFrom('throttled', 'answer-lost', 'twice', 'crash') });
const actor = fc.record({ name: fc.constantFrom(...(Object.keys(ACTORS) as ActorName[])), mishaps: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(mishap, { minLength: 1, maxLength: 2 })) });
const stage = fc.constantFrom('validated', 'watching', 'promoted');
const origin = fc.constantFrom('opportunity', 'deployment');

const prepared = async (world: ReleaseWorld, until: 'validated' | 'watching' | 'promoted', origin: NewRelease['origin']): Promise<void> => {
  const dependencies = dependenciesOn(world, world, 'before');
  const baseCommit = await makeTarget(world, 'orders');
  await makeImprovement(world, { id: ID, targetId: 'orders', origin, baseCommit });
  await makeImprovement(world, { id: DEPLOYMENT, targetId: 'orders', origin: 'deployment', baseCommit });
  if (until !== 'validated') await begin(dependencies, ID);
  if (until === 'promoted') await keep(dependencies, ID, { unproven: false });
};

/** What is not whole about the target, whoever did what to it. */
const problemsOf = async (world: ReleaseWorld): Promise<string[]> => {
  const { improvements, releases, slots, audit } = dependenciesOn(world, world, 'reader');
  const { functionName, alias: name, repository } = targetOf(world.root, 'orders');
  const { alias, latest } = await world.deployer.describe(functionName, name);
  const serving = (await world.deployer.versions(functionName)).find(({ version }) => version === alias.version);
  const all = await Promise.all([ID, DEPLOYMENT].map(async (id) => ({ improvement: await improvements.get(id), release: await releases.find(id) })));
  const released = all.filter(({ improvement: { state } }) => state !== 'validating');
  const [fix] = all;
  const isFixed = fix?.improvement.state === 'promoted';
  const holders = await slots.holders('system');
  const entries = await audit.list('orders');
  const handler = (await world.source(repository.location).readTree('main')).files.get('src/handler.ts');
  const text = handler ?? '';
  const checks: [string, boolean][] = [
    [`the alias splits its traffic: ${JSON.stringify(alias)}`, alias.additional !== undefined],
    ['$LATEST is not what serves', latest.codeDigest !== serving?.codeDigest],
    ['what serves is neither promoted nor the first version', alias.version !== '1' && !released.some(({ improvement, release }) => improvement.state === 'promoted' && release?.candidateVersion === alias.version)],
    ['promoted, but it does not serve', isFixed && alias.version !== fix?.release?.candidateVersion],
    [`main ${text === FIXED ? 'has' : 'lacks'} the fix, which is ${fix?.improvement.state}`, fix?.improvement.origin === 'opportunity' && (text === FIXED) !== isFixed && !text.includes('older')],
    ['the target is still leased', (await releases.holder('orders')) !== undefined],
    ['a release is still active', (await releases.active()).length > 0],
    ['a branch is left over', (await world.source(repository.location).branches('pawl/')).includes(branchOf(ID))],
    ['the audit log is broken', AuditLog.firstBroken(entries) !== undefined],
    ...released.flatMap(({ improvement: { id, state } }): [string, boolean][] => [
      [`${id} is ${state}`, !SETTLED.includes(state)],
      [`${id} holds a slot`, holders.includes(id)],
      [`${id}: an act stands in the log twice`, new Set(entries.filter(({ improvementId }) => improvementId === id).map(({ what }) => what)).size !== entries.filter(({ improvementId }) => improvementId === id).length],
      [`${id}: the log does not end with ${state}`, entries.findLast(({ improvementId }) => improvementId === id)?.what !== state],
    ]),
  ];
  return checks.filter(([, isWrong]) => isWrong).map(([problem]) => problem);
};

it('whoever acts on a release at the same time, in whatever order their calls come, and whatever happens to them: the guard leaves the target whole within five beats', { timeout: 170_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(stage, origin, fc.array(actor, { minLength: 1, maxLength: 4 }), schedule, async (until, from, actors, turns) => {
      const clock = testClock();
      const world = memoryWorld(clock);
      await prepared(world, until, from);
      clock.advance(1000);
      const director = new Director();
      const parts = actors.map(({ name, mishaps }, index) => () => ACTORS[name](dependenciesOn(intercepted(world, interference(mishaps, () => director.turn(index))), world, name), world));
      await director.play(parts, turns);
      const { beats, problems } = await guardUntilQuiet(dependenciesOn(world, world, 'guard'), (ms) => clock.advance(ms));
      expect({ problems: [...problems, ...(await problemsOf(world))], inTime: beats <= 5 }).toEqual({ problems: [], inTime: true });
      world.close();
    }),
    { numRuns: 1000 },
  );
});
