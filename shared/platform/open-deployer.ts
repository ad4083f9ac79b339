import { LambdaClient } from '@aws-sdk/client-lambda';
import { CLIENT_OPTIONS } from '../adapters/aws/client-options.ts';
import { lambdaDeployer } from '../adapters/aws/lambda-deployer.ts';
import { systemClock } from '../adapters/local/system-clock.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import { packageKeys } from '../release/package-key.ts';

/** Lambda's versions and aliases. With blobs, code goes back into `$LATEST` from where Pawl keeps it, and only what is not kept there is downloaded. */
export const openDeployer = (blobs?: Pick<BlobStore, 'get'>) =>
  lambdaDeployer({ client: new LambdaClient(CLIENT_OPTIONS), clock: systemClock, ...(blobs ? { keptBundle: async (digest: string) => blobs.get(packageKeys(digest).bundle) } : {}) });
