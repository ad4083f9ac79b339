import { afterEach, describe, expect, test } from 'vitest';
import { hostDeployer } from '../../shared/adapters/local/host-deployer.ts';
import { HostClient } from '../../shared/adapters/local/host-client.ts';
import { startHost } from '../../local/host/start-host.ts';
import { testHost, type TestHost } from '../support/host.ts';
import { describeDeployer, packageOf } from './deployer.ts';

describeDeployer('function host', async () => {
  const host = await testHost();
  const deployer = hostDeployer(host.client);
  let functions = 0;
  return {
    deployer,
    async createFunction(first) {
      functions += 1;
      const name = `fn-${functions}`;
      await host.client.configure(name, {});
      const { version } = await deployer.publish({ functionName: name, package: first, description: 'first' });
      await host.client.createAlias(name, 'live', { version });
      return name;
    },
    end: async () => host.end(),
  };
});

describe('Deployer: function host, killed and started again', () => {
  let host: TestHost | undefined;
  afterEach(async () => host?.end());

  test('an alias that was answered for survives kill -9, and the same client finds it', async () => {
    host = await testHost();
    const deployer = hostDeployer(host.client);
    await host.client.configure('orders', {});
    const functionName = 'orders';
    const { version } = await deployer.publish({ functionName, package: packageOf('old'), description: 'first' });
    await host.client.createAlias('orders', 'live', { version });
    const next = await deployer.publish({ functionName, package: packageOf('next'), description: 'imp-1' });
    const { alias } = await deployer.describe('orders', 'live');
    const to = { version, additional: { version: next.version, weight: 0.2 } };
    const shifted = await deployer.shift({ functionName, alias: 'live', to, revision: alias.revision });
    process.kill(host.pid, 'SIGKILL');

    await startHost({ stateDir: host.stateDir, port: 0 });
    const after = await deployer.describe('orders', 'live');
    expect(after.alias).toEqual({ ...to, revision: shifted.ok ? shifted.revision : '' });
    expect(await (await fetch(`${host.client.frontDoor('orders', 'live')}/`)).text()).toMatch(/^(old|next)$/);
  });

  test('says unreachable when no host answers', async () => {
    const deployer = hostDeployer(new HostClient({ url: 'http://127.0.0.1:1', token: '' }));
    await expect(deployer.describe('orders', 'live')).rejects.toMatchObject({ name: 'DeployerError', code: 'unreachable' });
  });
});
