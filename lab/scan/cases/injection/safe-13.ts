// case: query builder object that keeps values apart from its text
import type { Request, Response } from 'express';
import { pool } from './pool';

class SelectBuilder {
  private readonly conditions: string[] = [];
  private readonly values: unknown[] = [];

  constructor(private readonly table: 'shipments' | 'parcels') {}

  whereEquals(column: 'carrier' | 'state', value: unknown): this {
    this.values.push(value);
    this.conditions.push(`${column} = $${this.values.length}`);
    return this;
  }

  build(): { text: string; values: unknown[] } {
    const where = this.conditions.length > 0 ? ` WHERE ${this.conditions.join(' AND ')}` : '';
    return { text: `SELECT * FROM ${this.table}${where} LIMIT 50`, values: this.values };
  }
}

export async function listShipments(req: Request, res: Response): Promise<void> {
  const query = new SelectBuilder('shipments')
    .whereEquals('carrier', String(req.query['carrier']))
    .whereEquals('state', 'in_transit')
    .build();
  const result = await pool.query(query);
  res.json(result.rows);
}
