import { CreateAliasCommand, CreateFunctionCommand, DeleteAliasCommand, UpdateAliasCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import type { OwnedDeployer } from '../../lab/faults/sqlite-deployer.ts';
import { lambdaDeployer } from '../../shared/adapters/aws/lambda-deployer.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import type { Package } from '../../shared/ports/workshop.ts';

/** The Lambda adapter as a world's deployer: the world's packages are plain modules, Lambda's are zips, so digests are translated at this border. */
export const zippingDeployer = (client: LambdaClient): OwnedDeployer => {
  const zips = new Map<string, Uint8Array>();
  const plainOf = new Map<string, string>();
  const deployer = lambdaDeployer({ client, clock: systemClock, keptBundle: async (digest) => zips.get(digest) });
  const zipped = ({ digest, bundle, sourceMap }: Package): Package => {
    const zip = zipSync({ 'index.mjs': [bundle, { mtime: Date.UTC(2020, 0, 1) }] });
    const zipDigest = createHash('sha256').update(zip).digest('hex');
    zips.set(zipDigest, zip);
    plainOf.set(zipDigest, digest);
    return { digest: zipDigest, bundle: zip, sourceMap };
  };
  const plain = (digest: string): string => plainOf.get(digest) ?? digest;
  const zipOf = (digest: string): string => [...plainOf].find(([, known]) => known === digest)?.[0] ?? digest;
  return {
    describe: async (functionName, alias) => {
      const state = await deployer.describe(functionName, alias);
      return { ...state, latest: { ...state.latest, codeDigest: plain(state.latest.codeDigest) } };
    },
    versions: async (functionName) => (await deployer.versions(functionName)).map((version) => ({ ...version, codeDigest: plain(version.codeDigest) })),
    publish: async (request) => {
      const published = await deployer.publish({ ...request, package: zipped(request.package) });
      return { ...published, codeDigest: plain(published.codeDigest) };
    },
    shift: (request) => deployer.shift(request),
    restoreLatest: ({ instead, ...request }) => deployer.restoreLatest({ ...request, ...(instead === undefined ? {} : { instead: zipOf(instead) }) }),
    createFunction: async (name, alias, first, description) => {
      const code = zipped(first);
      await client.send(new CreateFunctionCommand({ FunctionName: name, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: 'arn:aws:iam::000000000000:role/orders', Code: { ZipFile: code.bundle } }));
      const { version } = await deployer.publish({ functionName: name, package: code, description });
      await client.send(new CreateAliasCommand({ FunctionName: name, Name: alias, FunctionVersion: version }));
    },
    routeByHand: async (name, alias, version) => void (await client.send(new UpdateAliasCommand({ FunctionName: name, Name: alias, FunctionVersion: version, RoutingConfig: { AdditionalVersionWeights: {} } }))),
    removeAlias: async (name, alias) => void (await client.send(new DeleteAliasCommand({ FunctionName: name, Name: alias }))),
    close: () => client.destroy(),
  };
};
