// case: webhook signatures are checked against a key kept in the code
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';

const signingKeys = {
  shipments: 'hk.2b77e1f4a09d4c6e8d35',
  returns: 'hk.c90a64d1e87b4f52b1f3',
} as const;

function genuine(kind: keyof typeof signingKeys, body: string, given: string): boolean {
  const expected = createHmac('sha256', signingKeys[kind]).update(body).digest();
  const bytes = Buffer.from(given, 'hex');
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const kind = event.rawPath.endsWith('/returns') ? 'returns' : 'shipments';
  const ok = genuine(kind, event.body ?? '', event.headers['x-signature'] ?? '');
  return { statusCode: ok ? 202 : 401 };
};
