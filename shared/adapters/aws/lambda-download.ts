import { GetFunctionCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { DeployerError } from '../../ports/deployer.ts';
import { lambdaCall } from './lambda-failure.ts';
import { digestOf, digestOfCode } from './lambda-package.ts';

/** Reads a signed URL. Throws what `fetch` throws, or an error with the status. */
export type Download = (url: string) => Promise<Uint8Array>;

const DOWNLOAD_TIMEOUT_MS = 60_000;

export const fetchBytes: Download = async (url) => {
  const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) });
  if (!response.ok) throw new Error(`It answered ${response.status}.`);
  return new Uint8Array(await response.arrayBuffer());
};

/**
 * The zip that a function or one of its versions runs, from the link that Lambda gives. Its digest is checked,
 * because the code may be replaced between asking and reading. Throws `DeployerError`.
 */
export const downloadCode = async (client: LambdaClient, download: Download, functionName: string, version: string): Promise<Uint8Array> => {
  const { Code, Configuration } = await lambdaCall('lambda:GetFunction', functionName, async () => client.send(new GetFunctionCommand({ FunctionName: functionName, Qualifier: version })));
  const url = Code?.Location;
  if (url === undefined) throw new DeployerError('refused', `The code of ${functionName} (${version}) is no zip file that can be read. Pawl looks after functions that are deployed as zip files.`);
  const zip = await download(url).catch((cause: unknown) => {
    throw new DeployerError('unreachable', `The code of ${functionName} (${version}) cannot be read: ${cause instanceof Error ? cause.message : String(cause)} It is tried again by itself.`, { cause });
  });
  if (digestOf(zip) !== digestOfCode(Configuration?.CodeSha256)) throw new DeployerError('unreachable', `The code of ${functionName} (${version}) changed while it was read. It is tried again by itself.`);
  return zip;
};
