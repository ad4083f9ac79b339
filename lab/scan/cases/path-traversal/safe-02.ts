// case: API Gateway handler that reads one of the mail templates it knows by name
import { readFile } from 'node:fs/promises';
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';

const TEMPLATES = `${process.env['LAMBDA_TASK_ROOT']}/templates`;
const KNOWN: readonly string[] = ['default', 'welcome', 'receipt', 'goodbye'];

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const name = event.pathParameters?.['name'] ?? 'default';
  if (!KNOWN.includes(name)) {
    return { statusCode: 404, body: 'no such template' };
  }
  const source = await readFile(`${TEMPLATES}/${name}`, 'utf8');
  return {
    statusCode: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
    body: source,
  };
};
