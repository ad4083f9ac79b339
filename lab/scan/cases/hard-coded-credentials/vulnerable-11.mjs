// case: Hono service checks a bearer token that is written in the file
import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';

const app = new Hono();
const token = 'svc_5fa1d7e09c3b48d2a6107be4';

app.use('/internal/*', bearerAuth({ token }));

app.get('/internal/health', (c) => c.json({ ok: true, uptimeSeconds: Math.round(process.uptime()) }));

app.post('/internal/flush', async (c) => {
  const { region } = await c.req.json();
  return c.json({ flushed: region === 'eu' || region === 'us' });
});

export default app;
