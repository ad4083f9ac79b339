import { keep } from '../../shared/release/actions.ts';
import { ACTORS, DEPLOYMENT, ID, TARGET, type ActorName } from './actors.ts';
import { Director, type Schedule } from './director.ts';
import { guardUntilQuiet } from './guard-looks.ts';
import { handClock } from './hand-clock.ts';
import { interference, type Mishap } from './interference.ts';
import { begin } from './release-acts.ts';
import { intercepted } from './release-ports.ts';
import { dependenciesOn, makeImprovement, makeTarget, memoryWorld, type NewRelease } from './release-world.ts';
import { targetNotWhole } from './target-wholeness.ts';

/** How far the release was before the actors came. */
export const STAGES = ['validated', 'watching', 'promoted'] as const;
export type Stage = (typeof STAGES)[number];

export type History = {
  readonly stage: Stage;
  readonly origin: NewRelease['origin'];
  readonly actors: readonly { readonly name: ActorName; readonly mishaps: readonly Mishap[] }[];
  readonly turns: Schedule;
};

/** What came of a history: everything that is not whole after the guard has looked, the beats that it needed, and the port calls of each actor. */
export type Aftermath = { readonly problems: readonly string[]; readonly beats: number; readonly calls: readonly number[] };

/** Lets the actors act on one release in a world of its own, then the guard look until nothing is active, and says what is not whole. */
export const live = async ({ stage, origin, actors, turns }: History): Promise<Aftermath> => {
  const clock = handClock();
  const world = memoryWorld(clock);
  const before = dependenciesOn(world, world, 'before');
  const baseCommit = await makeTarget(world, TARGET);
  await makeImprovement(world, { id: ID, targetId: TARGET, origin, baseCommit });
  await makeImprovement(world, { id: DEPLOYMENT, targetId: TARGET, origin: 'deployment', baseCommit });
  if (stage !== 'validated') await begin(before, ID);
  if (stage === 'promoted') await keep(before, ID, { unproven: false });
  clock.advance(1000);

  const director = new Director();
  const calls = actors.map(() => 0);
  const parts = actors.map(({ name, mishaps }, index) => () => {
    const ports = intercepted(world, interference(mishaps, () => {
      calls[index] = (calls[index] ?? 0) + 1;
      return director.turn(index);
    }));
    return ACTORS[name](dependenciesOn(ports, world, name), world);
  });
  await director.play(parts, turns);
  const { beats, problems } = await guardUntilQuiet(dependenciesOn(world, world, 'guard'), (ms) => clock.advance(ms));
  const wrong = await targetNotWhole(world);
  world.close();
  return { problems: [...problems, ...wrong, ...(beats <= 5 ? [] : ['a release was still active after five beats'])], beats, calls };
};
