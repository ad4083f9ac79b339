// case: document service whose root check compares prefixes without a separator
import path from 'node:path';
import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';

// neighbouring folders such as /srv/files-private belong to other services
const ROOT = '/srv/files';

function locate(name: string): string {
  const full = path.resolve(ROOT, name);
  if (!full.startsWith(ROOT)) {
    throw new Error('outside the document folder');
  }
  return full;
}

export async function documentRoutes(app: FastifyInstance): Promise<void> {
  app.get<{ Querystring: { name: string } }>('/documents', async (request, reply) => {
    const content = await readFile(locate(request.query.name));
    return reply.type('application/octet-stream').send(content);
  });
}
