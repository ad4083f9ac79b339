import type { HostClient } from '../../shared/adapters/local/host-client.ts';
import { hostDeployer } from '../../shared/adapters/local/host-deployer.ts';
import type { OwnedDeployer } from '../../lab/faults/sqlite-deployer.ts';

/** The real function host as a world's deployer. */
export const ownedHost = (client: HostClient): OwnedDeployer => {
  const deployer = hostDeployer(client);
  return {
    ...deployer,
    createFunction: async (name, alias, first, description) => {
      await client.configure(name, {});
      const { version } = await deployer.publish({ functionName: name, package: first, description });
      await client.createAlias(name, alias, { version });
    },
    routeByHand: async (name, alias, version) => void (await client.updateAlias(name, alias, { version })),
    removeAlias: (name, alias) => client.deleteAlias(name, alias),
    close: () => {},
  };
};
