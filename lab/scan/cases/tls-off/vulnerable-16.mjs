// case: Hono proxy route sets the insecure variable around one call and restores it
import { Hono } from 'hono';

const app = new Hono();

async function withoutChecks(task) {
  const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = 0;
  try {
    return await task();
  } finally {
    if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
  }
}

app.get('/legacy/stock', async (c) => {
  const response = await withoutChecks(() => fetch('https://legacy.example.net/stock.json'));
  return c.json(await response.json());
});

export default app;
