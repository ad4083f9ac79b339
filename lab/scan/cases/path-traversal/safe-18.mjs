// case: backup restore that takes only flat entries with an expected name from an uploaded zip
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Fastify from 'fastify';
import yauzl from 'yauzl-promise';

const app = Fastify({ bodyLimit: 20_000_000 });
const RESTORE = '/var/restore/';
const EXPECTED = new Set(['users.json', 'orders.json', 'settings.json']);

app.addContentTypeParser('application/zip', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

app.post('/restore', async (request) => {
  const zip = await yauzl.fromBuffer(request.body);
  let files = 0;
  for await (const entry of zip) {
    if (!EXPECTED.has(entry.filename)) continue;
    await writeFile(join(RESTORE, entry.filename), await entry.openReadStream());
    files += 1;
  }
  return { files };
});

export { app };
