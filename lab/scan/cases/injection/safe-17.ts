// case: Next API route that updates one of three known tables
import type { NextApiRequest, NextApiResponse } from 'next';
import { createPool } from 'mysql2/promise';

const pool = createPool({ uri: process.env.DATABASE_URL ?? '' });
const ENTITIES = ['notes', 'boards', 'cards'];

export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  if (req.method !== 'POST') {
    res.status(405).end();
    return;
  }
  const { entity, id } = req.query;
  if (typeof entity !== 'string' || typeof id !== 'string' || !ENTITIES.includes(entity)) {
    res.status(404).end();
    return;
  }
  const archived = req.body.archived === true ? 1 : 0;
  const statement = 'UPDATE ' + entity + ' SET archived = ? WHERE id = ?';
  await pool.execute(statement, [archived, id]);
  res.status(204).end();
}
