// case: Fastify list endpoint that sorts with knex.raw on a column named by the caller
import type { FastifyInstance } from 'fastify';
import type { Knex } from 'knex';

interface ListQuery {
  sort?: string;
  direction?: string;
  page?: string;
}

export async function invoiceRoutes(app: FastifyInstance, opts: { db: Knex }): Promise<void> {
  app.get<{ Querystring: ListQuery }>('/invoices', async (request) => {
    const { sort = 'issued_at', direction = 'desc', page = '1' } = request.query;
    const offset = (Math.max(1, Number.parseInt(page, 10) || 1) - 1) * 50;
    const items = await opts
      .db('invoices')
      .select('id', 'number', 'amount', 'issued_at')
      .orderByRaw(`${sort} ${direction}`)
      .limit(50)
      .offset(offset);
    return { items };
  });
}
