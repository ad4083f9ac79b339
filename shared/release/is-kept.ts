import type { ReleaseDependencies } from './dependencies.ts';
import { packageKeys } from './package-key.ts';

/**
 * Whether there is a copy of this code beside `$LATEST`: a published version, or a package in the blob store. What is kept nowhere has just been put
 * there by the owner, whose deployment Pawl has not heard of yet: to write over it would lose it. `digest`: SHA-256, hexadecimal; empty for no code.
 */
export const isKept = async ({ deployer, blobs }: Pick<ReleaseDependencies, 'deployer' | 'blobs'>, functionName: string, digest: string): Promise<boolean> =>
  digest === '' || (await deployer.versions(functionName)).some(({ codeDigest }) => codeDigest === digest) || (await blobs.get(packageKeys(digest).bundle)) !== undefined;
