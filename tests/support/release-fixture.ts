import { INTENTS, type Improvement } from '../../shared/domain/improvement.ts';
import { keep } from '../../shared/release/actions.ts';
import type { ReleaseDependencies } from '../../shared/release/dependencies.ts';
import { begin } from '../../lab/faults/release-acts.ts';
import { dependenciesOn, makeImprovement, makeTarget, memoryWorld, targetOf, type NewRelease, type ReleaseWorld } from '../../lab/faults/release-world.ts';
import { testClock } from './test-clock.ts';

export type ReleaseFixture = {
  readonly clock: ReturnType<typeof testClock>;
  readonly world: ReleaseWorld;
  readonly dependencies: ReleaseDependencies;
  readonly baseCommit: string;
  readonly improvement: () => Promise<Improvement>;
  readonly alias: () => Promise<{ version: string; additional?: { version: string; weight: number } }>;
  /** What was done, of what stands in the audit log; not what was only begun or announced. */
  readonly acts: () => Promise<string[]>;
  readonly mainText: (path?: string) => Promise<string | undefined>;
};

const ANNOUNCEMENTS: ReadonlySet<string> = new Set(['taken-up', 'proposed', 'deployment-told', 'generating', 'validating', 'awaiting-approval', ...INTENTS]);

/** One target `orders` with version 1 in service, and the release `imp-1` brought as far as asked: a perfect case, of which each test varies one thing. */
export const releaseFixture = async ({ origin = 'opportunity', until = 'watching' }: { origin?: NewRelease['origin']; until?: 'validated' | 'watching' | 'promoted' } = {}): Promise<ReleaseFixture> => {
  const clock = testClock();
  const world = memoryWorld(clock);
  const dependencies = dependenciesOn(world, world, 'tester');
  const baseCommit = await makeTarget(world, 'orders');
  await makeImprovement(world, { id: 'imp-1', targetId: 'orders', origin, baseCommit });
  if (until !== 'validated') await begin(dependencies, 'imp-1');
  if (until === 'promoted') await keep(dependencies, 'imp-1', { unproven: false });
  const { location } = targetOf(world.root, 'orders').repository;
  return {
    clock, world, dependencies, baseCommit,
    improvement: () => dependencies.improvements.get('imp-1'),
    alias: async () => {
      const { alias: { revision: _, ...routing } } = await world.deployer.describe('orders', 'live');
      return routing;
    },
    acts: async () => (await dependencies.audit.list('orders')).map(({ what }) => what).filter((what) => !ANNOUNCEMENTS.has(what)),
    mainText: async (path = 'src/handler.ts') => (await world.source(location).readTree('main')).files.get(path),
  };
};
