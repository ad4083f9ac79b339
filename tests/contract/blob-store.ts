import { describe, expect, it } from 'vitest';
import type { BlobStore } from '../../shared/ports/blob-store.ts';

/** What every blob store must do. `make` gives an empty one. */
export function blobStoreContract(name: string, make: () => Promise<BlobStore>): void {
  describe(name, () => {
    it('gives back what was put, byte by byte, and nothing for an unknown key', async () => {
      const store = await make();
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
      await store.put('packages/orders/abc.mjs', bytes, 'text/javascript');
      expect(new Uint8Array(await store.get('packages/orders/abc.mjs') ?? [])).toEqual(bytes);
      expect(await store.get('packages/orders/other.mjs')).toBeUndefined();
      expect(await store.get('packages')).toBeUndefined();
    });

    it('replaces a blob as a whole, also while it is read', async () => {
      const store = await make();
      const [small, large] = [new Uint8Array(10).fill(1), new Uint8Array(500_000).fill(2)];
      await store.put('reports/r.html', small, 'text/html');
      const reads = Promise.all(Array.from({ length: 20 }, async () => (await store.get('reports/r.html'))?.length));
      await Promise.all([store.put('reports/r.html', large, 'text/html'), store.put('reports/r.html', large, 'text/html')]);
      for (const length of await reads) expect([10, 500_000]).toContain(length);
      expect((await store.get('reports/r.html'))?.length).toBe(500_000);
    });

    it('refuses keys that lead elsewhere', async () => {
      const store = await make();
      for (const key of ['../x', '/etc/passwd', 'a/../../x', '', 'a//b', 'a/.hidden', 'a\\b', 'a\0b']) await expect(store.put(key, new Uint8Array(), 'text/plain'), key).rejects.toThrow('cannot be the key');
    });

    it('tells where a person finds a blob', async () => {
      const store = await make();
      expect(store.locate('reports/r.html')).toMatch(/reports\/r\.html/);
    });
  });
}
