// case: API Gateway Lambda follows only addresses whose origin is in a fixed set
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

const ORIGINS = new Set(['https://www.example.com', 'https://help.example.com']);

function allowed(address: string): URL | undefined {
  try {
    const url = new URL(address);
    return ORIGINS.has(url.origin) ? url : undefined;
  } catch {
    return undefined;
  }
}

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const url = allowed(event.queryStringParameters?.['url'] ?? '');
  if (!url) {
    return { statusCode: 400, body: 'this address is not allowed' };
  }
  return { statusCode: 302, headers: { Location: url.href, 'Cache-Control': 'no-store' }, body: '' };
};
