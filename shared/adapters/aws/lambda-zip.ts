import { unzipSync } from 'fflate';
import type { Package } from '../../ports/workshop.ts';
import { digestOf } from './lambda-package.ts';

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
