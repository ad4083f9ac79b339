import { posix } from 'node:path';
import { unzipSync } from 'fflate';

/** What an archive may unpack into; the declarations of a service with every AWS SDK client have some 40 MB. */
const MAX_BYTES = 192 * 1024 * 1024;
const MAX_FILES = 50_000;
/** The compiler reads nothing else of a package. */
const READ_FOR_TYPES = /(\.d\.[cm]?ts|\.d\.[^/.]+\.ts|(^|\/)package\.json)$/;

export class UnsafeArchive extends Error {
  override name = 'UnsafeArchive';
}

/**
 * The declarations and package files in a zip of a `node_modules` folder, path below that folder → bytes. Packages may lie anywhere
 * above (`nodejs/node_modules/…`, as in a Lambda layer). Throws `UnsafeArchive` when a name leads out of the folder or there is too much.
 */
export const unpackDeclarations = (zip: Uint8Array, { maxBytes = MAX_BYTES, maxFiles = MAX_FILES }: { readonly maxBytes?: number; readonly maxFiles?: number } = {}): Map<string, Uint8Array> => {
  let bytes = 0;
  let files = 0;
  const unpacked = unzipSync(zip, {
    filter: ({ name, originalSize }) => {
      if (!READ_FOR_TYPES.test(name)) return false;
      bytes += originalSize;
      files += 1;
      if (bytes > maxBytes || files > maxFiles) throw new UnsafeArchive(`The archive of packages unpacks into more than ${Math.floor(maxBytes / 1024 / 1024)} MB or ${maxFiles} files.`);
      return true;
    },
  });
  return new Map(Object.entries(unpacked).map(([name, content]) => [placeOf(name), content]));
};

/** `nodejs/node_modules/zod/package.json` → `zod/package.json`. */
const placeOf = (name: string): string => {
  const parts = name.split('/');
  const home = parts.indexOf('node_modules');
  const below = parts.slice(home + 1).join('/');
  const safe = !/[\\\0]/.test(name) && !posix.isAbsolute(name) && !posix.isAbsolute(below) && !parts.includes('..') && posix.normalize(below) === below;
  if (!safe) throw new UnsafeArchive(`The archive of packages holds ${JSON.stringify(name.slice(0, 200))}, which is no place below node_modules.`);
  return below;
};
