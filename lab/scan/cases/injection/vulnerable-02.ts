// case: API Gateway handler that builds a MySQL query with a template literal from a path parameter
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import mysql from 'mysql2/promise';

const pool = mysql.createPool({
  host: process.env.DB_HOST,
  user: process.env.DB_USER,
  password: process.env.DB_PASSWORD,
  database: 'catalogue',
});

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const sku = event.pathParameters?.sku ?? '';
  const [rows] = await pool.query(`SELECT sku, title, price_cents FROM products WHERE sku = '${sku}' LIMIT 1`);
  const list = rows as Array<Record<string, unknown>>;
  if (list.length === 0) {
    return { statusCode: 404, body: JSON.stringify({ message: 'not found' }) };
  }
  return { statusCode: 200, body: JSON.stringify(list[0]) };
};
