import { describe, expect, it } from 'vitest';
import { alarm } from '../../lambdas/trigger/alarm.ts';
import { finishEmergencies } from '../../lambdas/trigger/answer-emergency.ts';
import { begin } from '../../lab/faults/release-acts.ts';
import { guardUntilQuiet } from '../../lab/faults/guard-looks.ts';
import { makeImprovement } from '../../lab/faults/release-world.ts';
import { notWhole } from '../../lab/faults/wholeness.ts';
import { claimPromotion } from '../../shared/release/promote.ts';
import { alarmsOn, routeByHand } from '../support/alarm-fixture.ts';
import { mortal } from '../support/mortal-world.ts';
import { releaseFixture, type ReleaseFixture } from '../support/release-fixture.ts';

type Scene = { readonly name: string; readonly until: 'validated' | 'watching' | 'promoted'; readonly set: (fixture: ReleaseFixture) => Promise<unknown>; readonly version: string };

const SCENES: readonly Scene[] = [
  { name: 'a release is running', until: 'watching', set: async () => {}, version: '1' },
  { name: 'a fix was promoted', until: 'promoted', set: async () => {}, version: '1' },
  {
    name: 'a fix was promoted, and a deployment runs on top of it', until: 'promoted', version: '1',
    set: async ({ world, dependencies, baseCommit }) => {
      await makeImprovement(world, { id: 'dep-2', targetId: 'orders', origin: 'deployment', baseCommit });
      await begin(dependencies, 'dep-2');
    },
  },
  {
    name: 'a fix is being merged', until: 'watching', version: '1',
    set: async ({ dependencies, baseCommit }) => {
      await claimPromotion(dependencies, 'imp-1');
      await dependencies.releases.amend('imp-1', ['promoting'], (release) => ({ ...release, mergeOnto: baseCommit }));
    },
  },
  { name: 'somebody routed the alias by hand', until: 'validated', set: async ({ world }) => routeByHand(world), version: '1' },
  { name: 'nothing changed', until: 'validated', set: async () => {}, version: '1' },
];

type Rescue = 'told again' | 'finished within the minutes';

/** What is not as it must be, after whoever answers the alarm died there and somebody else went on. */
const problemsOf = async (scene: Scene, point: { call: number; moment: 'before' | 'after' }, rescue: Rescue): Promise<{ survived: boolean; problems: string[] }> => {
  const fixture = await releaseFixture({ until: scene.until });
  const { world, clock, dependencies: effects } = fixture;
  await scene.set(fixture);
  clock.advance(1000);
  const healthy = alarmsOn(world);
  const change = healthy.ring();
  const { world: dying, over } = mortal(world, point.call, point.moment);
  const first = alarmsOn(dying);
  const ended = await Promise.race([alarm(change, first.dependencies).then(() => 'survived' as const), over]);
  if (rescue === 'told again') await alarm(change, healthy.dependencies);
  const { beats, problems } = await guardUntilQuiet(effects, (ms) => clock.advance(ms));
  await finishEmergencies(healthy.dependencies);
  // Had nobody ever come to note the alarm, its redelivery is all that can bring it back.
  if ((await effects.audit.list('orders')).every(({ what }) => what !== 'emergency')) await alarm(change, healthy.dependencies);

  const { alias } = await world.deployer.describe('orders', 'live');
  const acts = (await effects.audit.list('orders')).map(({ what, improvementId = '' }) => `${what} ${improvementId}`);
  const cycles = (await healthy.dependencies.cycles.list(10)).filter(({ emergency }) => emergency);
  const started = [...first.asked, ...healthy.asked].filter((what) => what.startsWith('cycle'));
  const checks: [string, boolean][] = [
    [`the alias is ${JSON.stringify(alias)}`, alias.version !== scene.version || alias.additional !== undefined],
    [`the guard took ${beats} beats`, beats > 5],
    [`${cycles.length} emergency cycles`, cycles.length !== 1],
    ['its execution was never started', started.length === 0],
    [`an act stands in the log twice: ${acts.join(', ')}`, new Set(acts).size !== acts.length],
    ['no emergency in the log', !acts.includes('emergency ')],
    ['an emergency is still open', (await healthy.dependencies.emergencies.open()).length > 0],
    ['nobody was told', !world.notices.some(({ severity }) => severity === 'critical')],
  ];
  const wholeness = scene.until === 'validated' ? [] : await notWhole(world, 'imp-1');
  return { survived: ended === 'survived', problems: [...problems, ...wholeness, ...checks.filter(([, isWrong]) => isWrong).map(([text]) => text)] };
};

describe.each(SCENES)('whoever answers a critical alarm while $name dies at any of their effects', (scene) => {
  it.each<Rescue>(['told again', 'finished within the minutes'])('and it is %s: one emergency, one cycle, all traffic back', { timeout: 120_000 }, async (rescue) => {
    const wrong: string[] = [];
    let points = 0;
    for (let call = 1, isOver = false; !isOver; call += 1) {
      for (const moment of ['before', 'after'] as const) {
        const { survived, problems } = await problemsOf(scene, { call, moment }, rescue);
        wrong.push(...problems.map((problem) => `${moment} call ${call}: ${problem}`));
        if (survived) isOver = true;
        else points += 1;
      }
    }
    expect(wrong).toEqual([]);
    expect(points, 'points at which somebody died').toBeGreaterThan(6);
  });
});
