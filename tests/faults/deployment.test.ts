import { expect, it } from 'vitest';
import { begin } from '../../lab/faults/release-acts.ts';
import { guardUntilQuiet } from '../../lab/faults/guard-looks.ts';
import { notWhole } from '../../lab/faults/wholeness.ts';
import { keep } from '../../shared/release/actions.ts';
import { packageOf } from '../../lab/faults/answering-package.ts';
import { ownerOf } from '../support/deployment-fixture.ts';
import { mortal } from '../support/mortal-world.ts';
import { releaseFixture } from '../support/release-fixture.ts';

type Point = { readonly call: number; readonly moment: 'before' | 'after' };

/** An owner deploys while Pawl's canary runs; who makes a release of it dies there; it is told again. What is not as it must be then? */
const problemsOf = async (change: { answer?: string; configuration?: string }, { call, moment }: Point): Promise<{ survived: boolean; problems: string[] }> => {
  const { world, clock, dependencies, baseCommit, improvement, acts } = await releaseFixture();
  const owner = ownerOf(world);
  await owner.pushes(change);
  const { world: dying, over } = mortal(world, call, moment);
  const first = ownerOf(dying, owner.configured);
  const ended = await Promise.race([first.told(baseCommit).then(() => 'survived' as const), over]);
  await guardUntilQuiet(dependencies, (ms) => clock.advance(ms));
  const outcome = await owner.told(baseCommit);
  const id = outcome.kind === 'released' ? outcome.improvementId : '';
  const deployments = (await dependencies.improvements.list(10)).filter(({ origin }) => origin === 'deployment');
  const problems: [string, boolean][] = [
    [`it came to ${outcome.kind}`, outcome.kind !== 'released'],
    [`${deployments.length} deployments`, deployments.length !== 1],
    [`the package is not the owner's: ${deployments[0]?.packageKey ?? 'none'}`, deployments[0]?.packageKey !== packageOf(change.answer ?? 'old').digest],
    [`the canary is ${(await improvement()).state}`, !['superseded', 'rolled-back'].includes((await improvement()).state)],
    ['nobody started it', ![...first.asked, ...owner.asked].includes(`start ${id}`)],
    [`told twice: ${(await acts()).join(', ')}`, (await acts()).filter((what) => what === 'deploys').length !== 1],
  ];
  const released = outcome.kind === 'released' ? [await begin(dependencies, id), await keep(dependencies, id, { unproven: false })] : [];
  return {
    survived: ended === 'survived',
    problems: [...problems.filter(([, isWrong]) => isWrong).map(([text]) => text), ...(released[0] === 'watching' && released[1] === true ? await notWhole(world, id) : [`its release came to ${released.join(', ')}`])],
  };
};

it.each([{ answer: 'owned' }, { configuration: 'second' }, { answer: 'owned', configuration: 'second' }])(
  'whoever makes a release of an owner’s %j dies at any of their effects: told again, it is one release of what the owner deployed',
  { timeout: 120_000 },
  async (change) => {
    const wrong: string[] = [];
    let points = 0;
    for (let call = 1, isOver = false; !isOver; call += 1) {
      for (const moment of ['before', 'after'] as const) {
        const { survived, problems } = await problemsOf(change, { call, moment });
        wrong.push(...problems.map((problem) => `${moment} call ${call}: ${problem}`));
        if (survived) isOver = true;
        else points += 1;
      }
    }
    expect(wrong).toEqual([]);
    expect(points, 'points at which somebody died').toBeGreaterThan(10);
  },
);
