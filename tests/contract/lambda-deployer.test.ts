import { createHash } from 'node:crypto';
import { CreateAliasCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { afterAll } from 'vitest';
import { lambdaDeployer } from '../../shared/adapters/aws/lambda-deployer.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import type { Package } from '../../shared/ports/workshop.ts';
import { startEmulator } from '../support/emulator.ts';
import { describeDeployer, packageOf } from './deployer.ts';

const emulator = await startEmulator();
afterAll(async () => {
  if (!('missing' in emulator)) await emulator.stop();
});

/** A package as it is on AWS: a zip with the module in it, the same bytes each time. */
const zipped = (answer: string): Package => {
  const { bundle, sourceMap } = packageOf(answer);
  const mtime = Date.UTC(2020, 0, 1);
  const zip = zipSync({ 'index.mjs': [bundle, { mtime }], 'index.mjs.map': [sourceMap, { mtime }] });
  return { digest: createHash('sha256').update(zip).digest('hex'), bundle: zip, sourceMap };
};

describeDeployer('Lambda, on the emulator', async () => {
  const endpoint = 'missing' in emulator ? '' : emulator.endpoint;
  const client = new LambdaClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  // The emulator's link to the code of a version gives what `$LATEST` holds, so packages are kept as they are in the bucket.
  const kept = new Map<string, Uint8Array>();
  const deployer = lambdaDeployer({ client, clock: systemClock, keptBundle: async (digest) => kept.get(digest) });
  let functions = 0;
  return {
    deployer: { ...deployer, publish: async (request) => {
      kept.set(request.package.digest, request.package.bundle);
      return deployer.publish(request);
    } },
    async createFunction(first) {
      functions += 1;
      const FunctionName = `fn-${functions}`;
      kept.set(first.digest, first.bundle);
      await client.send(new CreateFunctionCommand({ FunctionName, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: 'arn:aws:iam::000000000000:role/orders', Architectures: ['arm64'], Code: { ZipFile: first.bundle } }));
      const { version } = await deployer.publish({ functionName: FunctionName, package: first, description: 'first' });
      await client.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: version }));
      return FunctionName;
    },
    end: async () => client.destroy(),
  };
}, { makePackage: zipped, missing: 'missing' in emulator ? emulator.missing : undefined, takesUnknownVersions: true });
