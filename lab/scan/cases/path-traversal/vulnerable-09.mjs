// case: Hono route that streams an export whose name is resolved against the export folder
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { Hono } from 'hono';

const EXPORTS = '/srv/exports';
const app = new Hono();

app.get('/exports', (c) => {
  const file = c.req.query('file');
  if (!file || !file.endsWith('.csv')) {
    return c.json({ error: 'only .csv exports' }, 400);
  }
  const target = resolve(EXPORTS, file);
  const body = Readable.toWeb(createReadStream(target));
  return new Response(body, {
    headers: { 'content-type': 'text/csv', 'content-disposition': 'attachment' },
  });
});

export default app;
