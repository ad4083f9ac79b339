// case: cache class on disk whose entries are addressed by a request header
import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import type { Context } from 'koa';

class DiskCache {
  constructor(private readonly folder: string) {}

  private file(key: string): string {
    return join(this.folder, key);
  }

  async get(key: string): Promise<string | undefined> {
    return fs.readFile(this.file(key), 'utf8').catch(() => undefined);
  }

  async set(key: string, value: string): Promise<void> {
    await fs.writeFile(this.file(key), value);
  }
}

const cache = new DiskCache('/var/cache/quotes');

export async function quote(ctx: Context): Promise<void> {
  const key = ctx.get('idempotency-key');
  const known = await cache.get(key);
  if (known !== undefined) {
    ctx.body = { quote: known, cached: true };
    return;
  }
  const fresh = String(Math.round(performance.now()));
  await cache.set(key, fresh);
  ctx.body = { quote: fresh, cached: false };
}
