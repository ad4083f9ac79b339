// case: JSON-patch-like endpoint that follows a pointer and writes at its end
import { Hono } from 'hono';

interface Operation {
  op: 'replace' | 'add';
  path: string;
  value: unknown;
}

type Node = { [key: string]: Node };

const board = JSON.parse('{"columns":{"todo":{},"done":{}}}') as Node;

function apply(document: Node, operation: Operation): void {
  const tokens = operation.path
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  let node = document;
  while (tokens.length > 1) {
    const token = tokens.shift() as string;
    node = node[token] as Node;
  }
  node[tokens[0] as string] = operation.value as Node;
}

export const app = new Hono();

app.patch('/board', async (c) => {
  const operations = await c.req.json<Operation[]>();
  operations.forEach((operation) => apply(board, operation));
  return c.json({ applied: operations.length });
});
