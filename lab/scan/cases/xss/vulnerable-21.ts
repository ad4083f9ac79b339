// case: embed endpoint that writes a callback name into an inline script
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

interface Widget {
  readonly id: number;
  readonly label: string;
}

const WIDGETS: readonly Widget[] = [
  { id: 1, label: 'Weather' },
  { id: 2, label: 'Traffic' },
];

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const { callback = 'onWidgets' } = event.queryStringParameters ?? {};
  const html = `<!doctype html><script>parent.${callback}(${JSON.stringify(WIDGETS)});</script>`;
  return {
    statusCode: 200,
    headers: { 'content-type': 'text/html', 'cache-control': 'no-cache' },
    body: html,
  };
}
