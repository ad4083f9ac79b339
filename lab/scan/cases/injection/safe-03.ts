// case: Fastify list endpoint that sorts by a column looked up in a fixed map
import type { FastifyInstance } from 'fastify';
import type { Knex } from 'knex';

const SORT_COLUMNS = new Map<string, string>([
  ['date', 'issued_at'],
  ['amount', 'amount'],
  ['number', 'number'],
]);

interface ListQuery {
  sort?: string;
  direction?: string;
}

export async function invoiceRoutes(app: FastifyInstance, opts: { db: Knex }): Promise<void> {
  app.get<{ Querystring: ListQuery }>('/invoices', async (request) => {
    const column = SORT_COLUMNS.get(request.query.sort ?? 'date') ?? 'issued_at';
    const direction = request.query.direction === 'asc' ? 'ASC' : 'DESC';
    const items = await opts
      .db('invoices')
      .select('id', 'number', 'amount', 'issued_at')
      .orderByRaw(`${column} ${direction} NULLS LAST`)
      .limit(50);
    return { items };
  });
}
