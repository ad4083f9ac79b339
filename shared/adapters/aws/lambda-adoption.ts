import { CreateAliasCommand, PublishVersionCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Clock } from '../../ports/clock.ts';
import { DeployerError, type PublishedVersion } from '../../ports/deployer.ts';
import { contestedCall } from './lambda-failure.ts';
import { digestOfCode } from './lambda-package.ts';
import { settledConfiguration } from './lambda-settled.ts';

const ATTEMPTS = 5;

/** What making a function a target takes, and nothing more: it cannot write code and cannot move an alias. Throws `DeployerError`. */
export const lambdaAdoption = ({ client, clock }: { readonly client: LambdaClient; readonly clock: Pick<Clock, 'sleep'> }) => ({
  /**
   * Publishes what `$LATEST` holds, if that is the code with this digest. Where the owner published the same before,
   * Lambda answers with that version, under the owner's own description.
   */
  async publishLatest({ functionName, digest, description }: { functionName: string; digest: string; description: string }): Promise<PublishedVersion> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const { CodeSha256, RevisionId } = await settledConfiguration(client, clock, functionName);
      if (digestOfCode(CodeSha256) !== digest) break;
      const published = await contestedCall('lambda:PublishVersion', functionName, async () => client.send(new PublishVersionCommand({ FunctionName: functionName, Description: description, CodeSha256, RevisionId })));
      if (published?.Version === undefined || digestOfCode(published.CodeSha256) !== digest) continue;
      await settledConfiguration(client, clock, functionName, published.Version);
      return { version: published.Version, codeDigest: digest, description: published.Description ?? '' };
    }
    throw new DeployerError('throttled', `The code of ${functionName} was changed while it was taken over. Deploy the stack again.`);
  },

  /** Why nothing of what the function does could be seen in its log; `undefined` when it can. */
  async whyUnseen(functionName: string): Promise<string | undefined> {
    const { LoggingConfig } = await settledConfiguration(client, clock, functionName);
    if (LoggingConfig?.LogFormat !== 'JSON' || LoggingConfig.SystemLogLevel !== 'WARN') return undefined;
    return `${functionName} logs with the system log level WARN: Lambda then writes no report of its requests, and nothing that is released on it can be judged. Set the level to INFO.`;
  },

  /** No effect when there is such an alias, wherever it leads. */
  async createAlias({ functionName, alias, version }: { functionName: string; alias: string; version: string }): Promise<void> {
    await contestedCall('lambda:CreateAlias', `${functionName}:${alias}`, async () =>
      client.send(new CreateAliasCommand({ FunctionName: functionName, Name: alias, FunctionVersion: version, Description: 'Moved by Pawl only.' })),
    );
  },
});

export type LambdaAdoption = ReturnType<typeof lambdaAdoption>;
