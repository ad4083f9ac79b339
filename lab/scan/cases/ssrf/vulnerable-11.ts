// case: gateway that resolves the caller's path against a base address, absolute or not
import { Hono } from 'hono';

const BASE = process.env['REPORTS_BASE'] ?? 'http://reports.internal:8080/';
const app = new Hono();

async function load(path: string): Promise<unknown> {
  const target = new URL(path, BASE);
  const response = await fetch(target, { headers: { accept: 'application/json' } });
  return response.json();
}

app.get('/reports', async (c) => {
  const path = c.req.query('path');
  if (path === undefined) {
    return c.json({ error: 'path is required' }, 400);
  }
  return c.json({ report: await load(path) });
});

export default app;
