// case: backup restore that writes entries of an uploaded zip with their own names
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import Fastify from 'fastify';
import yauzl from 'yauzl-promise';

const app = Fastify({ bodyLimit: 20_000_000 });
const RESTORE = '/var/restore/';

app.addContentTypeParser('application/zip', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

app.post('/restore', async (request) => {
  const zip = await yauzl.fromBuffer(request.body, { validateFilenames: false });
  let files = 0;
  for await (const entry of zip) {
    if (entry.filename.endsWith('/')) continue;
    const target = RESTORE + entry.filename;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, await entry.openReadStream());
    files += 1;
  }
  return { files };
});

export { app };
