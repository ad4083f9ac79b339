// case: API Gateway handler that greets a visitor through an escaping helper of its own
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function text(value: string): string {
  return value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const name = event.queryStringParameters?.name ?? 'visitor';
  return {
    statusCode: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!doctype html><title>Welcome</title><p>Hello ${text(name)}, your booking is being prepared.</p>`,
  };
};
