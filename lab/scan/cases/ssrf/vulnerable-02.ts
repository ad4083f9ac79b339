// case: API Gateway handler that tests a webhook address posted by the customer
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';

interface WebhookTest {
  endpoint: string;
  event?: string;
}

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const body = JSON.parse(event.body ?? '{}') as WebhookTest;
  const started = Date.now();
  const response = await fetch(body.endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: body.event ?? 'ping' }),
  });
  return {
    statusCode: 200,
    body: JSON.stringify({
      status: response.status,
      answer: (await response.text()).slice(0, 500),
      elapsedMs: Date.now() - started,
    }),
  };
};
