// case: reporting handler that interpolates only numbers it has converted and range-checked
import type { ALBEvent, ALBResult } from 'aws-lambda';
import { Pool } from 'pg';

const pool = new Pool();

function boundedInt(text: string | undefined, fallback: number, max: number): number {
  const value = Number.parseInt(text ?? '', 10);
  return Number.isSafeInteger(value) && value > 0 ? Math.min(value, max) : fallback;
}

export async function handler(event: ALBEvent): Promise<ALBResult> {
  const limit = boundedInt(event.queryStringParameters?.['limit'], 20, 500);
  const days = boundedInt(event.queryStringParameters?.['days'], 7, 90);
  const { rows } = await pool.query(
    `SELECT day, visits FROM visits WHERE day > now() - interval '${days} days' ORDER BY day LIMIT ${limit}`,
  );
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rows),
  };
}
