// case: Lambda imports pipeline definitions with the failsafe schema and validates them
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';
import yaml from 'js-yaml';
import { z } from 'zod';

const Pipeline = z.object({ name: z.string().max(80), steps: z.array(z.string()).max(50) });

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> {
  if (!event.body) {
    return { statusCode: 400, body: 'empty' };
  }
  const result = Pipeline.safeParse(yaml.load(event.body, { schema: yaml.FAILSAFE_SCHEMA }));
  if (!result.success) {
    return { statusCode: 422, body: 'not a pipeline' };
  }
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ steps: result.data.steps.length }),
  };
}
