// case: service class that converts an office document to one of two formats by argument list
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { FastifyInstance } from 'fastify';

const run = promisify(execFile);
const FORMATS = new Map([
  ['pdf', 'pdf:writer_pdf_Export'],
  ['text', 'txt:Text'],
]);

class Converter {
  constructor(private readonly folder: string) {}

  async convert(id: number, format: string): Promise<void> {
    const filter = FORMATS.get(format);
    if (filter === undefined) throw new RangeError('unknown format');
    const args = ['--headless', '--convert-to', filter, '--outdir', this.folder, `${this.folder}/${id}.odt`];
    await run('soffice', args, { timeout: 60_000 });
  }
}

export async function conversionRoutes(app: FastifyInstance): Promise<void> {
  const converter = new Converter('/srv/office');
  app.post<{ Body: { id: number; format: string } }>('/convert', async (request, reply) => {
    await converter.convert(Number(request.body.id), request.body.format);
    return reply.code(204).send();
  });
}
