import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { begin } from '../support/release-acts.ts';
import { notWhole } from '../support/release-wholeness.ts';
import { dependenciesOn, makeImprovement, makeTarget, openWorld, type NewRelease } from '../support/release-world.ts';

const RACER = fileURLToPath(new URL('../support/release-racer.ts', import.meta.url));
/** Memory where there is some: a thousand releases wait for the disk some twenty thousand times otherwise, and no power fails here. */
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

let root = '';
let racers: ChildProcess[] = [];
beforeEach(async () => {
  root = mkdtempSync(join(SCRATCH, 'pawl-race-'));
  openWorld(root, systemClock).close();
  racers = ['tick', 'guard'].map((role) => fork(RACER, [root, role], { execArgv: [] }));
  await Promise.all(racers.map((racer) => once(racer, 'message')));
});
afterEach(async () => {
  await Promise.all(racers.map(async (racer) => {
    const gone = once(racer, 'exit');
    racer.disconnect();
    await gone;
  }));
  rmSync(root, { recursive: true, force: true });
});

const raceFor = async (id: string): Promise<string[]> => {
  const answers = racers.map((racer) => once(racer, 'message') as Promise<[string[]]>);
  for (const racer of racers) racer.send(id);
  return (await Promise.all(answers)).flatMap(([problems]) => problems);
};

/** How often each end came about, and everything that was not as it must be. */
const raceOver = async (count: number, origin: NewRelease['origin']): Promise<{ outcomes: Record<string, number>; problems: string[] }> => {
  const world = openWorld(root, systemClock);
  const dependencies = dependenciesOn(world, world, 'release');
  const outcomes: Record<string, number> = {};
  const problems: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const id = `${origin}-${index}`;
    const baseCommit = await makeTarget(world, id, { repository: origin !== 'deployment' });
    await makeImprovement(world, { id, targetId: id, origin, baseCommit, answer: 'new' });
    const begun = await begin(dependencies, id);
    if (begun !== 'watching') problems.push(`${id} came to ${begun}`);
    problems.push(...(await raceFor(id)));
    problems.push(...(await notWhole(world, id)).map((text) => `${id}: ${text}`));
    const { state } = await dependencies.improvements.get(id);
    outcomes[state] = (outcomes[state] ?? 0) + 1;
  }
  world.close();
  return { outcomes, problems };
};

it.each([
  { count: 900, origin: 'deployment' },
  { count: 100, origin: 'opportunity' },
] as const)('guard and tick in two processes on the same $origin, $count times: one outcome each, whole each time, and either wins some', { timeout: 300_000 }, async ({ count, origin }) => {
  const { outcomes, problems } = await raceOver(count, origin);
  expect(problems).toEqual([]);
  expect(Object.keys(outcomes).sort()).toEqual(['promoted', 'rolled-back']);
  expect((outcomes['promoted'] ?? 0) + (outcomes['rolled-back'] ?? 0)).toBe(count);
});
