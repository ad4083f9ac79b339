// case: API Gateway handler that runs a shell line whose only variable part went through a quoting library
import { exec, type ExecException } from 'node:child_process';
import { quote } from 'shell-quote';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

const LABEL = /^[a-z0-9][a-z0-9._-]{0,40}$/;

function sh(argv: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    exec(quote(argv), (error: ExecException | null, stdout: string) => (error ? reject(error) : resolve(stdout)));
  });
}

export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const label = event.headers['x-release-label'] ?? 'nightly';
  if (!LABEL.test(label)) {
    return { statusCode: 400, body: JSON.stringify({ error: 'bad label' }) };
  }
  const image = 'docker://registry.internal/storefront';
  await sh(['skopeo', 'copy', `${image}:latest`, `${image}:${label}`]);
  return { statusCode: 202, body: JSON.stringify({ label }) };
}
