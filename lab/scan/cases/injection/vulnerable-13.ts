// case: query builder object whose conditions are joined into text in a later step
import type { Request, Response } from 'express';
import { pool } from './pool';

class SelectBuilder {
  private readonly conditions: string[] = [];
  private limitRows = 25;

  constructor(private readonly table: string) {}

  whereEquals(column: string, value: string): this {
    this.conditions.push(`${column} = '${value}'`);
    return this;
  }

  limit(rows: number): this {
    this.limitRows = rows;
    return this;
  }

  toString(): string {
    const where = this.conditions.length > 0 ? ` WHERE ${this.conditions.join(' AND ')}` : '';
    return `SELECT * FROM ${this.table}${where} LIMIT ${this.limitRows}`;
  }
}

export async function listShipments(req: Request, res: Response): Promise<void> {
  const query = new SelectBuilder('shipments')
    .whereEquals('carrier', String(req.query['carrier']))
    .whereEquals('state', 'in_transit')
    .limit(50);
  const result = await pool.query(query.toString());
  res.json(result.rows);
}
