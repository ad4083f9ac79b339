import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import type { Package } from '../../ports/workshop.ts';

/** SHA-256 of a zip, hexadecimal: a package's digest on AWS. */
export const digestOf = (zip: Uint8Array): string => createHash('sha256').update(zip).digest('hex');

/** Lambda's `CodeSha256` (base64) as Pawl writes digests (hexadecimal); empty when Lambda says none. */
export const digestOfCode = (codeSha256: string | undefined): string => Buffer.from(codeSha256 ?? '', 'base64').toString('hex');

/** An owner's map may be as large as the code; what says that it unpacks to more than this is no source map. */
const MAX_SOURCE_MAP_BYTES = 64 * 1024 * 1024;

/**
 * A deployed zip as a package: the digest is the zip's, the source map is the one beside `handlerFile` in it.
 * A zip without one, or one that cannot be unpacked, gives an empty map: stack traces then stay as they are.
 */
export const packageOfZip = (zip: Uint8Array, handlerFile: string): Package => ({ digest: digestOf(zip), bundle: zip, sourceMap: fileIn(zip, `${handlerFile}.map`) ?? new Uint8Array() });

function fileIn(zip: Uint8Array, wanted: string): Uint8Array | undefined {
  try {
    return unzipSync(zip, { filter: ({ name, originalSize }) => name === wanted && originalSize <= MAX_SOURCE_MAP_BYTES })[wanted];
  } catch {
    return undefined;
  }
}
