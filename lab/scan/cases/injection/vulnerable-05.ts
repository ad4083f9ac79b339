// case: repository class whose search method composes a WHERE clause from a filter map
import { Sequelize, QueryTypes } from 'sequelize';

type Filters = Record<string, string>;

export class CustomerRepository {
  constructor(private readonly sequelize: Sequelize) {}

  private where(filters: Filters): string {
    const parts: string[] = [];
    for (const [column, value] of Object.entries(filters)) {
      parts.push(`${column} LIKE '%${value}%'`);
    }
    return parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '';
  }

  async search(filters: Filters): Promise<object[]> {
    const sql = ['SELECT id, name, city FROM customers', this.where(filters), 'LIMIT 100'].join(' ');
    return this.sequelize.query(sql, { type: QueryTypes.SELECT });
  }
}

export function customerController(repo: CustomerRepository) {
  return async (req: { query: Filters }, res: { json(body: unknown): void }): Promise<void> => {
    res.json(await repo.search(req.query));
  };
}
