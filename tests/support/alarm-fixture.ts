import type { AlarmChange } from '../../lambdas/trigger/alarm-change.ts';
import type { AlarmDependencies } from '../../lambdas/trigger/alarm.ts';
import { seeServings } from '../../lambdas/trigger/look-at-target.ts';
import { packageOf } from '../../lab/faults/answering-package.ts';
import type { ReleaseWorld } from '../../lab/faults/release-world.ts';
import { Emergencies } from '../../shared/store/emergencies.ts';
import { Servings } from '../../shared/store/servings.ts';
import { commandsOn } from './release-commands.ts';

export type AlarmFixture = { readonly dependencies: AlarmDependencies; readonly asked: string[]; readonly ring: (over?: Partial<AlarmChange>) => AlarmChange };

/** What an alarm reaches, over a world; and an alarm `orders-sev1` that has just begun to ring. */
export const alarmsOn = (world: ReleaseWorld, vary: Parameters<typeof commandsOn>[1] = {}): AlarmFixture => {
  const { commands, asked } = commandsOn(world, vary);
  const at = world.clock.now();
  return {
    dependencies: { ...commands, emergencies: new Emergencies(world.store), servings: new Servings(world.store) },
    asked,
    ring: (over = {}) => ({ alarm: 'orders-sev1', functionName: 'orders', state: 'ALARM', at, ...over }),
  };
};

/** Somebody publishes a version past Pawl and gives it all traffic, after Pawl had seen what served before. */
export const routeByHand = async (world: ReleaseWorld, answer = 'by hand'): Promise<string> => {
  await seeServings([{ id: 'orders', functionName: 'orders', alias: 'live' }], { servings: new Servings(world.store), deployer: world.deployer, clock: world.clock });
  const { version } = await world.deployer.publish({ functionName: 'orders', package: packageOf(answer), description: answer });
  await world.deployer.routeByHand('orders', 'live', version);
  return version;
};
