import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from './atomic-file.ts';

/** Bundles by the SHA-256 of their bytes (hexadecimal), one folder each: immutable, so that a version is too. */
export class CodeStore {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  put(bundle: Uint8Array, sourceMap: Uint8Array | undefined): string {
    const digest = createHash('sha256').update(bundle).digest('hex');
    const folder = this.folder(digest);
    mkdirSync(folder, { recursive: true });
    if (sourceMap && !existsSync(join(folder, 'index.mjs.map'))) replaceFile(join(folder, 'index.mjs.map'), sourceMap);
    if (!existsSync(join(folder, 'index.mjs'))) replaceFile(join(folder, 'index.mjs'), bundle);
    return digest;
  }

  /** The folder that an environment sees as its task root: `index.mjs` and perhaps `index.mjs.map`. */
  folder(digest: string): string {
    return join(this.#directory, digest);
  }

  sourceMap(digest: string): string | undefined {
    const path = join(this.folder(digest), 'index.mjs.map');
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }
}
