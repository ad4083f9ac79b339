// case: Lambda connects to Postgres over TLS without verifying the server
import pg from 'pg';

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  ssl: { rejectUnauthorized: false },
  max: 2,
});

export const handler = async (event) => {
  const id = Number(event.pathParameters?.id);
  if (!Number.isInteger(id)) {
    return { statusCode: 400, body: '' };
  }
  const { rows } = await pool.query('SELECT id, name FROM products WHERE id = $1', [id]);
  return rows.length > 0
    ? { statusCode: 200, body: JSON.stringify(rows[0]) }
    : { statusCode: 404, body: '' };
};
