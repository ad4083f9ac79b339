// case: Lambda behind API Gateway v2 imports pipeline definitions with the full js-yaml 3 schema
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';
import yaml from 'js-yaml';

interface Pipeline {
  name: string;
  steps: string[];
}

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> {
  if (!event.body) {
    return { statusCode: 400, body: 'empty' };
  }
  const text = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body;
  const pipeline = yaml.load(text, { schema: yaml.DEFAULT_FULL_SCHEMA }) as Pipeline;
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: String(pipeline.name), steps: pipeline.steps.length }),
  };
}
