// case: gateway that resolves the caller's path and then insists on the origin and prefix
import { Hono } from 'hono';

const BASE = new URL(process.env['REPORTS_BASE'] ?? 'http://reports.internal:8080/public/');
const app = new Hono();

async function load(path: string): Promise<unknown> {
  const target = new URL(path, BASE);
  if (target.origin !== BASE.origin || !target.pathname.startsWith(BASE.pathname)) {
    throw new RangeError('path leaves the report service');
  }
  const response = await fetch(target, { headers: { accept: 'application/json' }, redirect: 'error' });
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
