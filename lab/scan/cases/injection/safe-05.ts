// case: repository class whose search method composes placeholders and collects replacements
import { Sequelize, QueryTypes } from 'sequelize';

type Filters = Record<string, string>;
const COLUMNS = ['name', 'city', 'country'] as const;

export class CustomerRepository {
  constructor(private readonly sequelize: Sequelize) {}

  async search(filters: Filters): Promise<object[]> {
    const parts: string[] = [];
    const replacements: Record<string, string> = {};
    for (const column of COLUMNS) {
      const value = filters[column];
      if (typeof value === 'string') {
        parts.push(`${column} LIKE :${column}`);
        replacements[column] = `%${value}%`;
      }
    }
    const where = parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '';
    return this.sequelize.query(`SELECT id, name, city FROM customers ${where} LIMIT 100`, {
      replacements,
      type: QueryTypes.SELECT,
    });
  }
}

export function customerController(repo: CustomerRepository) {
  return async (req: { query: Filters }, res: { json(body: unknown): void }): Promise<void> => {
    res.json(await repo.search(req.query));
  };
}
