/**
 * The least that could answer the same: `peer-server.ts <answers.json>`, Hono on the same server, every answer a string in memory, a bearer compared, and
 * nothing else. What it takes is what the machine, Node and the bytes take. Prints its port.
 */
import { serve } from '@hono/node-server';
import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import * as z from 'zod';

const { token, answers } = z.object({ token: z.string(), answers: z.record(z.string(), z.object({ text: z.string(), etag: z.string() })) }).parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const app = new Hono();
app.use(async (c, next) => (c.req.header('authorization') === `Bearer ${token}` ? next() : c.body(null, 401)));
app.get('/v1/*', (c) => {
  const { pathname, search } = new URL(c.req.url);
  const answer = answers[`${pathname}${search}`];
  if (answer === undefined) return c.body(null, 404);
  if (c.req.header('if-none-match') === answer.etag) return c.body(null, 304);
  return c.body(answer.text, 200, { 'content-type': 'application/json', etag: answer.etag });
});
app.post('/v1/*', async (c) => {
  await c.req.json();
  return c.json({ ok: true });
});
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => process.stdout.write(`${port}\n`));
