// case: API Gateway handler that reads a mail template named by a path parameter
import { readFile } from 'node:fs/promises';
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';

const TEMPLATES = `${process.env['LAMBDA_TASK_ROOT']}/templates`;

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const name = decodeURIComponent(event.pathParameters?.['name'] ?? 'default');
  try {
    const source = await readFile(`${TEMPLATES}/${name}`, 'utf8');
    return {
      statusCode: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
      body: source,
    };
  } catch {
    return { statusCode: 404, body: 'no such template' };
  }
};
