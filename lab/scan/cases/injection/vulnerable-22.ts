// case: TypeORM query builder whose where clause embeds a header value
import type { Context, Next } from 'koa';
import type { Repository } from 'typeorm';

interface ApiClient {
  id: number;
  name: string;
  clientKey: string;
}

export function clientLoader(clients: Repository<ApiClient>) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const key = ctx.get('x-client-key');
    const client = await clients
      .createQueryBuilder('c')
      .select(['c.id', 'c.name'])
      .where(`c.clientKey = '${key}'`)
      .andWhere('c.disabled = :disabled', { disabled: false })
      .getOne();
    if (client === null) {
      ctx.status = 401;
      ctx.body = { error: 'unknown client' };
      return;
    }
    ctx.state['client'] = client;
    await next();
  };
}
