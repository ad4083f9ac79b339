import { hostTelemetry } from '../../shared/adapters/local/host-telemetry.ts';
import { deployFunction, testHost } from '../support/host.ts';
import { describeTelemetry, TELEMETRY_HANDLER } from './telemetry.ts';

describeTelemetry('function host', async () => {
  const host = await testHost();
  const functionName = 'watched';
  await deployFunction(host.client, functionName, TELEMETRY_HANDLER);
  return {
    telemetry: hostTelemetry(host.client),
    functionName,
    async call(path) {
      await (await fetch(host.client.frontDoor(functionName, 'live') + path)).arrayBuffer();
    },
    async shift() {
      const { version, revision } = await host.client.alias(functionName, 'live');
      await host.client.updateAlias(functionName, 'live', { version, revision });
    },
    end: async () => host.end(),
  };
});
