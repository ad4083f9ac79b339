// case: service class that converts an office document by calling a shell with an assembled line
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { FastifyInstance } from 'fastify';

const run = promisify(execFile);

class Converter {
  constructor(private readonly folder: string) {}

  private line(id: number, format: string): string {
    return `soffice --headless --convert-to ${format} --outdir ${this.folder} ${this.folder}/${id}.odt`;
  }

  async convert(id: number, format: string): Promise<void> {
    await run('/bin/sh', ['-c', this.line(id, format)], { timeout: 60_000 });
  }
}

export async function conversionRoutes(app: FastifyInstance): Promise<void> {
  const converter = new Converter('/srv/office');
  app.post<{ Body: { id: number; format: string } }>('/convert', async (request, reply) => {
    await converter.convert(Number(request.body.id), request.body.format);
    return reply.code(204).send();
  });
}
