// case: Hono service checks a bearer token generated when the process starts
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';

const token = randomBytes(32).toString('base64url');
await writeFile('/run/app/admin-token', token, { mode: 0o600 });

const app = new Hono();
app.use('/internal/*', bearerAuth({ token }));

app.get('/internal/health', (c) => c.json({ ok: true, uptimeSeconds: Math.round(process.uptime()) }));

app.post('/internal/flush', async (c) => {
  const { region } = await c.req.json();
  return c.json({ flushed: region === 'eu' || region === 'us' });
});

export default app;
