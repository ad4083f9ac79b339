// case: API Gateway handler that runs a container tool with a label from a header
import { exec, type ExecException } from 'node:child_process';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

function sh(line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    exec(line, (error: ExecException | null, stdout: string) => (error ? reject(error) : resolve(stdout)));
  });
}

class Images {
  constructor(private readonly registry: string) {}

  tag(image: string, label: string): Promise<string> {
    return sh(`skopeo copy docker://${this.registry}/${image}:latest docker://${this.registry}/${image}:${label}`);
  }
}

const images = new Images('registry.internal');

export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const label = event.headers['x-release-label'] ?? 'nightly';
  await images.tag('storefront', label);
  return { statusCode: 202, body: JSON.stringify({ label }) };
}
