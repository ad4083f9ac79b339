// case: Koa upload route that saves a file under a name of its own making
import Router from '@koa/router';
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import Busboy from '@fastify/busboy';

const UPLOADS = '/var/uploads';
const router = new Router();

router.post('/attachments', async (ctx) => {
  const saved: Array<{ id: string; name: string }> = [];
  const pending: Promise<void>[] = [];
  const busboy = new Busboy({
    headers: { ...ctx.req.headers, 'content-type': ctx.get('content-type') },
    limits: { fileSize: 5_000_000, files: 4 },
  });
  busboy.on('file', (_field: string, stream: NodeJS.ReadableStream, filename: string) => {
    const id = randomUUID();
    saved.push({ id, name: filename });
    pending.push(pipeline(stream, createWriteStream(join(UPLOADS, id))));
  });
  await pipeline(ctx.req, busboy);
  await Promise.all(pending);
  ctx.status = 201;
  ctx.body = { saved };
});

export default router;
