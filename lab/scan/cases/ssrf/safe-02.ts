// case: API Gateway handler that posts the customer's text to a fixed webhook address
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';

const WEBHOOK = 'https://hooks.example.net/incoming';

interface Message {
  endpoint?: string;
  event?: string;
}

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const body = JSON.parse(event.body ?? '{}') as Message;
  const response = await fetch(WEBHOOK, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: body.event ?? 'ping', mentioned: body.endpoint ?? null }),
  });
  return { statusCode: 200, body: JSON.stringify({ status: response.status }) };
};
