// case: board endpoint that follows a pointer of two checked tokens and writes at its end
import { Hono } from 'hono';

interface Operation {
  path: string;
  value: unknown;
}

const COLUMNS = ['todo', 'doing', 'done'] as const;
type Column = (typeof COLUMNS)[number];

const board: Record<Column, string[]> = { todo: [], doing: [], done: [] };

function apply(operation: Operation): boolean {
  const [, column, position] = operation.path.split('/');
  const known = COLUMNS.find((name) => name === column);
  const index = Number(position);
  if (known === undefined || !Number.isInteger(index) || index < 0 || index > 200) return false;
  board[known][index] = String(operation.value);
  return true;
}

export const app = new Hono();

app.patch('/board', async (c) => {
  const operations = await c.req.json<Operation[]>();
  return c.json({ applied: operations.filter((operation) => apply(operation)).length });
});
