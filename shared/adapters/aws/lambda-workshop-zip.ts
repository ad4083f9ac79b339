import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import type { Package } from '../../ports/workshop.ts';

const UNIX = 3;
const READABLE_FILE = 0o100644;

/**
 * A module as Lambda takes it: a zip with `handlerFile` and its source map beside it, always the same bytes for the same module.
 * `digest` is SHA-256 of the zip, hexadecimal: what Lambda calls CodeSha256 (in base64).
 */
export const zipPackage = ({ bundle, sourceMap }: Pick<Package, 'bundle' | 'sourceMap'>, handlerFile: string): Package => {
  // The same for every package, so that the same code gives the same bytes. Zip writes local time: this reads the same in every zone.
  const mtime = new Date(1980, 0, 1);
  const how = { mtime, os: UNIX, attrs: READABLE_FILE << 16, level: 9 } as const;
  const zip = zipSync({ [handlerFile]: [bundle, how], [`${handlerFile}.map`]: [sourceMap, how] });
  return { digest: createHash('sha256').update(zip).digest('hex'), bundle: zip, sourceMap };
};
