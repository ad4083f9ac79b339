// case: Hono route that streams an export whose name matches a strict pattern
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { Hono } from 'hono';

const EXPORTS = '/srv/exports';
const NAME = /^[a-z0-9_-]{1,64}\.csv$/;
const app = new Hono();

app.get('/exports', (c) => {
  const file = c.req.query('file');
  if (!file || !NAME.test(file)) {
    return c.json({ error: 'only .csv exports' }, 400);
  }
  const target = resolve(EXPORTS, file);
  const body = Readable.toWeb(createReadStream(target));
  return new Response(body, {
    headers: { 'content-type': 'text/csv', 'content-disposition': 'attachment' },
  });
});

export default app;
