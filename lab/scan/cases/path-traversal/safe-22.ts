// case: cache class in memory whose readFile-like methods take a request header as key
import type { Context } from 'koa';

class MemoryFiles {
  private readonly files = new Map<string, string>();

  async readFile(key: string): Promise<string | undefined> {
    return this.files.get(key);
  }

  async writeFile(key: string, value: string): Promise<void> {
    if (this.files.size > 10_000) this.files.clear();
    this.files.set(key, value);
  }
}

const fs = new MemoryFiles();

export async function quote(ctx: Context): Promise<void> {
  const key = `quotes/${ctx.get('idempotency-key')}`;
  const known = await fs.readFile(key);
  if (known !== undefined) {
    ctx.body = { quote: known, cached: true };
    return;
  }
  const fresh = String(Math.round(performance.now()));
  await fs.writeFile(key, fresh);
  ctx.body = { quote: fresh, cached: false };
}
