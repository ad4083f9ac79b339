// case: API Gateway handler that sets a nested configuration value at a dotted path from the request
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';

type Tree = Record<string, any>;

const configuration: Tree = { limits: { uploads: 10 }, features: {} };

function setAt(root: Tree, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() as string;
  let node = root;
  for (const key of keys) {
    if (node[key] === undefined) node[key] = {};
    node = node[key];
  }
  node[last] = value;
}

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const { path, value } = JSON.parse(event.body ?? '{}') as { path: string; value: unknown };
  setAt(configuration, path, value);
  return { statusCode: 200, body: JSON.stringify({ path, saved: true }) };
};
