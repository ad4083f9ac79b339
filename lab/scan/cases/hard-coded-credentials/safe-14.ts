// case: webhook signature keys are parameters fetched by their well-known names
import { createHmac, timingSafeEqual } from 'node:crypto';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';

const ssm = new SSMClient({});
const signingKeys = {
  shipments: '/prod/webhooks/shipments/signing-key',
  returns: '/prod/webhooks/returns/signing-key',
} as const;

async function keyFor(kind: keyof typeof signingKeys): Promise<string> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: signingKeys[kind], WithDecryption: true }));
  if (!Parameter?.Value) throw new Error(`no signing key for ${kind}`);
  return Parameter.Value;
}

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const key = await keyFor(event.rawPath.endsWith('/returns') ? 'returns' : 'shipments');
  const expected = createHmac('sha256', key).update(event.body ?? '').digest();
  const given = Buffer.from(event.headers['x-signature'] ?? '', 'hex');
  const ok = given.length === expected.length && timingSafeEqual(given, expected);
  return { statusCode: ok ? 202 : 401 };
};
