// case: API Gateway handler that sets a nested value only where the configuration has its own keys
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';

type Tree = Record<string, any>;

const configuration: Tree = { limits: { uploads: 10 }, features: { search: false } };

function setAt(root: Tree, path: string, value: unknown): boolean {
  const keys = path.split('.');
  const last = keys.pop() as string;
  let node = root;
  for (const key of keys) {
    if (!Object.hasOwn(node, key)) return false;
    node = node[key];
  }
  if (!Object.hasOwn(node, last)) return false;
  node[last] = value;
  return true;
}

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const body = JSON.parse(event.body ?? '{}') as { path?: string; value?: unknown };
  const saved = setAt(configuration, String(body.path), Number(body.value));
  return { statusCode: saved ? 200 : 404, body: JSON.stringify({ saved }) };
};
