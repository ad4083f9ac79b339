import { intercepted, type ReleasePorts } from '../../lab/faults/release-ports.ts';
import type { ReleaseWorld } from '../../lab/faults/release-world.ts';
import type { OwnedDeployer } from '../../lab/faults/sqlite-deployer.ts';

/** The world as it is to somebody who dies at their `call`th change: before it or after it, and never makes another call. `over` resolves with their death. */
export const mortal = (world: ReleaseWorld, call: number, moment: 'before' | 'after'): { world: ReleaseWorld; over: Promise<'died'> } => {
  const { promise: over, resolve } = Promise.withResolvers<'died'>();
  const gone = (): Promise<never> => {
    resolve('died');
    return new Promise(() => {});
  };
  let calls = 0;
  let isDead = false;
  const ports: ReleasePorts = intercepted(world, async ({ changes }, run) => {
    if (isDead) return gone();
    if (!changes) return run();
    calls += 1;
    isDead = calls >= call;
    if (calls === call && moment === 'after') await run();
    return isDead ? gone() : run();
  });
  // The same methods stand behind the proxy.
  return { world: { ...world, ...ports, deployer: ports.deployer as OwnedDeployer }, over };
};
