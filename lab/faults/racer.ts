/**
 * A process that races for releases it is told of: `racer.ts <folder> <tick|guard>`. As the tick it promotes, as the guard it looks
 * with a beat of nothing, so that it rolls back what is watched and takes over at once what the tick has claimed.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { keep } from '../../shared/release/actions.ts';
import { Releases } from '../../shared/store/releases.ts';
import { guardLooks } from './guard-looks.ts';
import { dependenciesOn, openWorld } from './release-world.ts';

const [root = '', role = ''] = process.argv.slice(2);
const world = openWorld(root, systemClock);
const dependencies = dependenciesOn(world, world, role);
const MOST_HEAD_START_MS = 3;

/** The guard's list, narrowed to what the race is about. */
class OneRelease extends Releases {
  readonly #id: string;

  constructor(id: string) {
    super(world.store);
    this.#id = id;
  }

  override async active(): Promise<string[]> {
    return [this.#id];
  }
}

const race = async (id: string): Promise<string[]> => {
  await pause(Math.random() * MOST_HEAD_START_MS);
  if (role === 'tick') {
    await keep(dependencies, id, { unproven: false });
    return [];
  }
  const { acts } = await guardLooks({ ...dependencies, releases: new OneRelease(id) }, 0);
  return acts.flatMap(({ problem }) => problem ?? []);
};

process.on('message', (id: string) => {
  race(id).then(
    (problems) => process.send?.(problems),
    (error: unknown) => process.send?.([String(error)]),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
