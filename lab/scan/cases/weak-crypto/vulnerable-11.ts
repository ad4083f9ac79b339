// case: session identifiers combine the clock with Math.random
import type { Context, Next } from 'koa';
import type { Redis } from 'ioredis';

export function sessions(redis: Redis) {
  return async (ctx: Context, next: Next): Promise<void> => {
    let id = ctx.cookies.get('sid');
    if (!id || !(await redis.exists(`session:${id}`))) {
      id = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
      await redis.set(`session:${id}`, '{}', 'EX', 86400);
      ctx.cookies.set('sid', id, { httpOnly: true, secure: true, sameSite: 'lax' });
    }
    ctx.state['sessionId'] = id;
    await next();
  };
}
