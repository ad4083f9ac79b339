import {
  GetAliasCommand, GetFunctionConfigurationCommand, ListVersionsByFunctionCommand, PublishVersionCommand, UpdateAliasCommand,
  type AliasConfiguration, type FunctionConfiguration, type LambdaClient,
} from '@aws-sdk/client-lambda';
import { PackageError } from '../../domain/package-error.ts';
import { DeployerError, type AliasState, type Deployer, type PublishedVersion, type Routing } from '../../ports/deployer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Package } from '../../ports/workshop.ts';
import { isAnswer } from './expected-error.ts';
import { downloadCode, fetchBytes, type Download } from './lambda-download.ts';
import { contestedCall, lambdaCall } from './lambda-failure.ts';
import { putLatest } from './lambda-latest.ts';
import { digestOf, digestOfCode } from './lambda-package.ts';
import { settledConfiguration } from './lambda-settled.ts';

export type LambdaDeployerOptions = {
  readonly client: LambdaClient;
  readonly clock: Pick<Clock, 'sleep'>;
  /** A package's zip by its digest, where it is kept; asked before Lambda is, when code goes back into `$LATEST`. */
  readonly keptBundle?: (digest: string) => Promise<Uint8Array | undefined>;
  readonly download?: Download;
};

/** The `Deployer` port, and what only owners' deployments need. */
export type LambdaDeployer = Deployer & {
  /** The owner's own zip out of `$LATEST`, with the source map that lies beside `handlerFile` in it (empty when there is none). */
  latestPackage(functionName: string, handlerFile?: string): Promise<Package>;
};

/** How often a publication is tried again when somebody else put other code into `$LATEST` in between. */
const PUBLISH_ATTEMPTS = 8;

/** How long a move of the alias waits for another update of the function, each time. */
const FIRST_BUSY_MS = 100;
const LONGEST_BUSY_MS = 3200;

/** The `Deployer` port on Lambda's versions and weighted aliases. Digests are `CodeSha256` in hexadecimal. */
export function lambdaDeployer({ client, clock, keptBundle, download = fetchBytes }: LambdaDeployerOptions): LambdaDeployer {
  async function versions(functionName: string): Promise<PublishedVersion[]> {
    const found: PublishedVersion[] = [];
    let marker: string | undefined;
    do {
      const page = await lambdaCall('lambda:ListVersionsByFunction', functionName, async () =>
        client.send(new ListVersionsByFunctionCommand({ FunctionName: functionName, ...(marker === undefined ? {} : { Marker: marker }) })),
      );
      found.push(...(page.Versions ?? []).filter(({ Version }) => Version !== '$LATEST').map(publishedVersion));
      marker = page.NextMarker === '' ? undefined : page.NextMarker;
    } while (marker !== undefined);
    return found;
  }

  async function versionNamed(functionName: string, version: string): Promise<PublishedVersion> {
    return publishedVersion(await settledConfiguration(client, clock, functionName, version));
  }

  /** A new version is not ready at once, and some never are; traffic sent to it before would fail. */
  async function readyVersion(functionName: string, version: string): Promise<PublishedVersion> {
    const configuration = await settledConfiguration(client, clock, functionName, version);
    if (configuration.State === 'Failed') throw new DeployerError('refused', `Lambda cannot bring up version ${version} of ${functionName}: ${configuration.StateReason ?? 'no reason given'}.`);
    return publishedVersion(configuration);
  }

  async function codeOf(functionName: string, { version, codeDigest }: PublishedVersion): Promise<Uint8Array> {
    const kept = await keptBundle?.(codeDigest);
    return kept !== undefined && digestOf(kept) === codeDigest ? kept : downloadCode(client, download, functionName, version);
  }

  async function restore(functionName: string, version: PublishedVersion, instead?: string): Promise<FunctionConfiguration> {
    return putLatest(client, clock, functionName, version.codeDigest, async () => codeOf(functionName, version), instead);
  }

  /** What Lambda published, which is another's code or description when somebody was in between; `undefined` when it refused for that reason. */
  async function publishLatest(functionName: string, { CodeSha256, RevisionId }: FunctionConfiguration, description: string): Promise<PublishedVersion | undefined> {
    const published = await contestedCall(
      'lambda:PublishVersion', functionName,
      async () => client.send(new PublishVersionCommand({ FunctionName: functionName, Description: description, CodeSha256, RevisionId })),
      ({ name, message }) => name === 'InvalidParameterValueException' && /CodeSha256/i.test(message),
    );
    return published && publishedVersion(published);
  }

  /**
   * Lambda publishes nothing when `$LATEST` is what the newest version is, whatever the description says.
   * So other code is published in between: that of the newest version which differs, again under its own name.
   */
  async function separate(functionName: string, digest: string): Promise<void> {
    const other = (await versions(functionName)).findLast(({ codeDigest }) => codeDigest !== digest);
    if (other === undefined) throw new DeployerError('refused', `${functionName} has this code as its only version already, and Lambda publishes no second one of it under another name.`);
    await publishLatest(functionName, await restore(functionName, other), other.description);
  }

  return {
    versions,

    async describe(functionName, alias) {
      const [found, latest] = await Promise.all([
        lambdaCall('lambda:GetAlias', `${functionName}:${alias}`, async () => client.send(new GetAliasCommand({ FunctionName: functionName, Name: alias }))),
        // Read as it stands: traffic can be taken back while new code is still coming up.
        lambdaCall('lambda:GetFunctionConfiguration', functionName, async () => client.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }))),
      ]);
      return { alias: aliasState(found), latest: { codeDigest: digestOfCode(latest.CodeSha256), revision: latest.RevisionId ?? '' } };
    },

    async publish({ functionName, package: { digest, bundle }, description }) {
      if (digestOf(bundle) !== digest) {
        const damaged = new PackageError('PAWL-PACKAGE-DAMAGED', `The package for ${functionName} is not the one that was tested: its digest differs. Nothing was published.`);
        throw new DeployerError('refused', damaged.message, { cause: damaged });
      }
      for (let attempt = 1; attempt <= PUBLISH_ATTEMPTS; attempt += 1) {
        const there = (await versions(functionName)).find((version) => version.description === description && version.codeDigest === digest);
        if (there) return readyVersion(functionName, there.version);
        const latest = await putLatest(client, clock, functionName, digest, async () => bundle);
        const published = await publishLatest(functionName, latest, description);
        if (published?.codeDigest !== digest) continue;
        if (published.description === description) return readyVersion(functionName, published.version);
        await separate(functionName, digest);
      }
      throw new DeployerError('throttled', `Others keep putting code into ${functionName}: ${PUBLISH_ATTEMPTS} attempts to publish found something else in $LATEST. It is tried again by itself.`);
    },

    async shift({ functionName, alias, to, revision }) {
      const input = { FunctionName: functionName, Name: alias, ...routingInput(to), RevisionId: revision, Description: movedAfter(revision) };
      for (let waitMs = FIRST_BUSY_MS; ; waitMs *= 2) {
        const answer = await lambdaCall('lambda:UpdateAlias', `${functionName}:${alias}`, async () => {
          try {
            return await client.send(new UpdateAliasCommand(input));
          } catch (error) {
            if (isAnswer(error, ['PreconditionFailedException'])) return 'stale';
            if (isAnswer(error, ['ResourceConflictException']) && waitMs <= LONGEST_BUSY_MS) return 'busy';
            throw error;
          }
        });
        if (answer === 'stale') return { ok: false };
        if (answer !== 'busy') return { ok: true, revision: answer.RevisionId ?? '' };
        await clock.sleep(waitMs);
      }
    },

    async restoreLatest({ functionName, version, instead }) {
      await restore(functionName, await versionNamed(functionName, version), instead);
    },

    async latestPackage(functionName, handlerFile = 'index.mjs') {
      await settledConfiguration(client, clock, functionName);
      const zip = await downloadCode(client, download, functionName, '$LATEST');
      // Loaded with the first zip: whoever only asks which version serves unpacks nothing.
      return (await import('./lambda-zip.ts')).packageOfZip(zip, handlerFile);
    },
  };
}

/**
 * Another text with each write. A write that fences an earlier one may leave the routing as it is, and AWS promises another revision for what
 * changes only.
 */
const movedAfter = (revision: string): string => `Moved by Pawl only (after ${revision.slice(0, 64)}).`;

/** Without a share the weights are an empty map: left out, Lambda would keep the ones that are there. */
const routingInput = ({ version, additional }: Routing) => ({
  FunctionVersion: version,
  RoutingConfig: { AdditionalVersionWeights: additional ? { [additional.version]: additional.weight } : {} },
});

const aliasState = ({ FunctionVersion = '', RoutingConfig, RevisionId = '' }: AliasConfiguration): AliasState => {
  const [share] = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
  return { version: FunctionVersion, ...(share && { additional: { version: share[0], weight: share[1] } }), revision: RevisionId };
};

const publishedVersion = ({ Version = '', CodeSha256, Description = '' }: FunctionConfiguration): PublishedVersion => ({ version: Version, codeDigest: digestOfCode(CodeSha256), description: Description });
