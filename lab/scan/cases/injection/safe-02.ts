// case: API Gateway handler that passes a path parameter to a prepared MySQL statement
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';
import mysql from 'mysql2/promise';

const TABLE = 'products';
const pool = mysql.createPool({ uri: process.env.DATABASE_URL ?? '' });

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const sku = event.pathParameters?.sku ?? '';
  const [rows] = await pool.execute(`SELECT sku, title, price_cents FROM ${TABLE} WHERE sku = ? LIMIT 1`, [sku]);
  const list = rows as Array<Record<string, unknown>>;
  if (list.length === 0) {
    return { statusCode: 404, body: JSON.stringify({ message: 'not found' }) };
  }
  return { statusCode: 200, body: JSON.stringify(list[0]) };
};
