import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { folderBlobStore } from '../../shared/adapters/local/folder-blob-store.ts';
import { blobStoreContract } from './blob-store.ts';

const folders: string[] = [];
const freshFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'pawl-blobs-'));
  folders.push(folder);
  return folder;
};
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

blobStoreContract('blobs in a folder', async () => folderBlobStore(await freshFolder()));

describe('blobs in a folder', () => {
  it('names the place and what to do when it cannot write, and leaves nothing half done', async () => {
    const folder = await freshFolder();
    await writeFile(join(folder, 'reports'), 'a file where a folder should be');
    await chmod(folder, 0o755);
    await expect(folderBlobStore(folder).put('reports/r.html', new Uint8Array(3), 'text/html')).rejects.toThrow(/reports/);
    expect(await readdir(folder)).toEqual(['reports']);
  });
});
