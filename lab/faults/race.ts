import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { begin } from './release-acts.ts';
import { dependenciesOn, makeImprovement, makeTarget, openWorld, type NewRelease } from './release-world.ts';
import { notWhole } from './wholeness.ts';

const RACER = fileURLToPath(new URL('racer.ts', import.meta.url));
/** Memory where there is some: a thousand releases wait for the disk some twenty thousand times otherwise, and no power fails here. */
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export type RaceResult = { readonly outcomes: Readonly<Record<string, number>>; readonly problems: readonly string[] };

/** Guard and tick in two processes on the same releases, one after the other: how often each end came about, and all that was not as it must be. */
export const raceOver = async (count: number, origin: NewRelease['origin']): Promise<RaceResult> => {
  const root = mkdtempSync(join(SCRATCH, 'pawl-race-'));
  const world = openWorld(root, systemClock);
  const racers = ['tick', 'guard'].map((role) => fork(RACER, [root, role], { execArgv: [] }));
  await Promise.all(racers.map((racer) => once(racer, 'message')));
  const raceFor = async (id: string): Promise<string[]> => {
    const answers = racers.map((racer) => once(racer, 'message') as Promise<[string[]]>);
    for (const racer of racers) racer.send(id);
    return (await Promise.all(answers)).flatMap(([problems]) => problems);
  };
  const dependencies = dependenciesOn(world, world, 'release');
  const outcomes: Record<string, number> = {};
  const problems: string[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      const id = `${origin}-${index}`;
      const baseCommit = await makeTarget(world, id, { repository: origin !== 'deployment' });
      await makeImprovement(world, { id, targetId: id, origin, baseCommit, answer: 'new' });
      const begun = await begin(dependencies, id);
      if (begun !== 'watching') problems.push(`${id} came to ${begun}`);
      problems.push(...(await raceFor(id)), ...(await notWhole(world, id)).map((text) => `${id}: ${text}`));
      const { state } = await dependencies.improvements.get(id);
      outcomes[state] = (outcomes[state] ?? 0) + 1;
    }
  } finally {
    await Promise.all(racers.map(async (racer) => {
      const gone = once(racer, 'exit');
      racer.disconnect();
      await gone;
    }));
    world.close();
    rmSync(root, { recursive: true, force: true });
  }
  return { outcomes, problems };
};
