// case: Next API route that updates a table whose name comes from the query
import type { NextApiRequest, NextApiResponse } from 'next';
import { createPool } from 'mysql2/promise';

const pool = createPool({ uri: process.env.DATABASE_URL ?? '' });

export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  if (req.method !== 'POST') {
    res.status(405).end();
    return;
  }
  const { entity, id } = req.query as { entity: string; id: string };
  const archived = req.body.archived === true ? 1 : 0;
  const statement = 'UPDATE ' + entity + ' SET archived = ? WHERE id = ?';
  await pool.execute(statement, [archived, id]);
  res.status(204).end();
}
