// case: session identifiers are random UUIDs; Math.random only samples trace logs
import { randomUUID } from 'node:crypto';
import type { Context, Next } from 'koa';
import type { Redis } from 'ioredis';

export function sessions(redis: Redis, sampleRate: number) {
  return async (ctx: Context, next: Next): Promise<void> => {
    let id = ctx.cookies.get('sid');
    if (!id || !(await redis.exists(`session:${id}`))) {
      id = randomUUID();
      await redis.set(`session:${id}`, '{}', 'EX', 86400);
      ctx.cookies.set('sid', id, { httpOnly: true, secure: true, sameSite: 'lax' });
    }
    ctx.state['sessionId'] = id;
    await next();
    if (Math.random() < sampleRate) {
      console.log(JSON.stringify({ method: ctx.method, status: ctx.status }));
    }
  };
}
