import { systemClock } from '../adapters/local/system-clock.ts';
import type { LambdaDeployer } from '../adapters/aws/lambda-deployer.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import { packageKeys } from '../release/package-key.ts';
import { atFirstCall } from './at-first-call.ts';

const METHODS = { describe: true, versions: true, publish: true, shift: true, restoreLatest: true, latestPackage: true } as const;

/**
 * Lambda's versions and aliases; the client is loaded at the first question. With blobs, code goes back into `$LATEST` from where Pawl keeps it, and only
 * what is not kept there is downloaded.
 */
export const openDeployer = (blobs?: Pick<BlobStore, 'get'>): LambdaDeployer =>
  atFirstCall<LambdaDeployer>(METHODS, async () => {
    const [{ LambdaClient }, { lambdaDeployer }, { CLIENT_OPTIONS }] = await Promise.all([import('@aws-sdk/client-lambda'), import('../adapters/aws/lambda-deployer.ts'), import('../adapters/aws/client-options.ts')]);
    return lambdaDeployer({ client: new LambdaClient(CLIENT_OPTIONS), clock: systemClock, ...(blobs ? { keptBundle: async (digest: string) => blobs.get(packageKeys(digest).bundle) } : {}) });
  });
