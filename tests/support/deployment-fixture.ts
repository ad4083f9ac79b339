import { deployment, type DeploymentDependencies, type DeploymentOutcome } from '../../lambdas/trigger/deployment.ts';
import { packageOf } from '../../lab/faults/answering-package.ts';
import type { ReleaseWorld } from '../../lab/faults/release-world.ts';
import { commandsOn } from './release-commands.ts';

const ANSWERS = ['old', 'new imp-1', 'new imp-2', 'owned', 'owned later'];

/** What the function is configured with, and each version. */
export type Configured = { now: string; readonly carried: Map<string, string> };

export type Owner = {
  readonly configured: Configured;
  readonly dependencies: DeploymentDependencies;
  readonly asked: string[];
  /** The owner's stack puts code that answers so into `$LATEST`, and other configuration where it says so. */
  readonly pushes: (change: { answer?: string; configuration?: string }) => Promise<void>;
  /** `Target Deployed` is told. */
  readonly told: (commit: string, id?: string, packageKey?: string) => Promise<DeploymentOutcome>;
};

/** An owner who deploys past Pawl, as stacks do. Configuration is one word; each version carries the one that was in force. */
export const ownerOf = (world: ReleaseWorld, configured: Configured = { now: 'first', carried: new Map([['1', 'first']]) }): Owner => {
  const { commands, asked } = commandsOn(world);
  const { carried } = configured;
  const note = async (): Promise<void> => {
    for (const { version } of await world.deployer.versions('orders')) if (!carried.has(version)) carried.set(version, configured.now);
  };
  const dependencies: DeploymentDependencies = {
    ...commands,
    blobs: world.blobs,
    latestPackage: async () => {
      const { latest: { codeDigest } } = await world.deployer.describe('orders', 'live');
      const found = ANSWERS.map(packageOf).find(({ digest }) => digest === codeDigest);
      if (!found) throw new Error('Nobody knows this code.');
      return found;
    },
    hasConfigurationOf: async (_, version) => {
      await note();
      return carried.get(version) === configured.now;
    },
  };
  return {
    configured, dependencies, asked,
    pushes: async ({ answer, configuration: next }) => {
      await note();
      configured.now = next ?? configured.now;
      if (answer !== undefined) await world.deployer.publish({ functionName: 'orders', package: packageOf(answer), description: 'the owner’s' });
      await note();
    },
    told: (commit, id = 'event-1', packageKey) => deployment({ id, detail: { targetId: 'orders', commit, by: 'shop-stack', packageKey } }, dependencies),
  };
};
