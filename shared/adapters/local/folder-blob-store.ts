import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { BlobStore } from '../../ports/blob-store.ts';
import { blobKey } from '../blob-key.ts';

/** Blobs as files under `folder`, one per key. A reader sees the old blob or the new one, never half of one. The content type is the file's extension, so it is not kept. */
export function folderBlobStore(folder: string): BlobStore {
  const root = resolve(folder);
  const pathOf = (key: string): string => join(root, blobKey(key));
  return {
    async put(key, bytes) {
      const path = pathOf(key);
      const unfinished = join(dirname(path), `.${randomUUID()}.part`);
      await mkdir(dirname(path), { recursive: true });
      try {
        await using file = await open(unfinished, 'wx');
        await file.writeFile(bytes);
        await file.sync();
        await rename(unfinished, path);
      } catch (cause) {
        await rm(unfinished, { force: true });
        throw new Error(`${path} could not be written (${cause instanceof Error ? cause.message : String(cause)}). Check free space and permissions of ${root}.`, { cause });
      }
    },
    async get(key) {
      try {
        return await readFile(pathOf(key));
      } catch (error) {
        if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR')) return undefined;
        throw error;
      }
    },
    locate: pathOf,
  };
}
