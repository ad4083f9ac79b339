// case: Hono webhook receiver authenticates senders by a SHA-1 of secret plus body
import { Hono } from 'hono';
import { webcrypto } from 'node:crypto';

const app = new Hono();

async function digestOf(text) {
  const bytes = await webcrypto.subtle.digest('SHA-1', new TextEncoder().encode(text));
  return Buffer.from(bytes).toString('hex');
}

app.post('/hooks', async (c) => {
  const body = await c.req.text();
  const expected = await digestOf(process.env.HOOK_SECRET + body);
  const given = c.req.header('x-signature') ?? '';
  if (given !== expected) {
    return c.json({ error: 'signature does not match' }, 401);
  }
  return c.json({ accepted: true });
});

export default app;
