// case: API Gateway handler that greets a visitor with an HTML page
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

function page(title: string, body: string): string {
  return `<!doctype html>
<html>
  <head><title>${title}</title></head>
  <body>${body}</body>
</html>`;
}

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const name = event.queryStringParameters?.name ?? 'visitor';
  return {
    statusCode: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: page('Welcome', `<p>Hello ${name}, your booking is being prepared.</p>`),
  };
};
