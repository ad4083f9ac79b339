import { deployment, type DeploymentDependencies, type DeploymentOutcome } from '../../lambdas/trigger/deployment.ts';
import { packageOf } from '../../lab/faults/answering-package.ts';
import type { ReleaseWorld } from '../../lab/faults/release-world.ts';
import { commandsOn } from './release-commands.ts';

const ANSWERS = ['old', 'new imp-1', 'new imp-2', 'owned', 'owned later'];

export type Owner = {
  readonly dependencies: DeploymentDependencies;
  readonly asked: string[];
  /** The owner's stack puts code that answers so into `$LATEST`, and other configuration where it says so. */
  readonly pushes: (change: { answer?: string; configuration?: string }) => Promise<void>;
  /** `Target Deployed` is told. */
  readonly told: (commit: string, id?: string) => Promise<DeploymentOutcome>;
};

/** An owner who deploys past Pawl, as stacks do. Configuration is one word; each version carries the one that was in force. */
export const ownerOf = (world: ReleaseWorld): Owner => {
  const { commands, asked } = commandsOn(world);
  let configuration = 'first';
  const carried = new Map<string, string>([['1', configuration]]);
  const note = async (): Promise<void> => {
    for (const { version } of await world.deployer.versions('orders')) if (!carried.has(version)) carried.set(version, configuration);
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
      return carried.get(version) === configuration;
    },
  };
  return {
    dependencies, asked,
    pushes: async ({ answer, configuration: next }) => {
      await note();
      configuration = next ?? configuration;
      if (answer !== undefined) await world.deployer.publish({ functionName: 'orders', package: packageOf(answer), description: 'the owner’s' });
      await note();
    },
    told: (commit, id = 'event-1') => deployment({ id, detail: { targetId: 'orders', commit, by: 'shop-stack' } }, dependencies),
  };
};
