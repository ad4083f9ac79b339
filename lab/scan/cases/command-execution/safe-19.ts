// case: counters store that queues caller-named keys on a Redis transaction and calls exec
import Redis from 'ioredis';
import type { Context } from 'koa';

const redis = new Redis(process.env['REDIS_URL'] ?? 'redis://cache:6379');

export class Counters {
  async bump(name: string, by: number): Promise<number> {
    const key = `counter:${name}`;
    const pipeline = redis.multi().incrby(key, by).expire(key, 86_400);
    const results = await pipeline.exec();
    return Number(results?.[0]?.[1] ?? 0);
  }
}

const counters = new Counters();

export async function bumpCounter(ctx: Context): Promise<void> {
  const name = String(ctx.query['name'] ?? 'default').slice(0, 64);
  const by = Number.parseInt(String(ctx.query['by'] ?? '1'), 10) || 1;
  ctx.body = { name, value: await counters.bump(name, by) };
}
