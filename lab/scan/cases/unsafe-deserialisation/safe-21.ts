// case: service loads its own bundled YAML defaults at start; requests bring JSON only
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import jsyaml from 'js-yaml';

const defaults = jsyaml.load(
  readFileSync(new URL('./settings.default.yaml', import.meta.url), 'utf8'),
  { schema: jsyaml.DEFAULT_SCHEMA },
) as { pageSize: number };

export async function settingsRoutes(app: FastifyInstance): Promise<void> {
  app.put('/settings', async (request) => {
    const { pageSize } = request.body as { pageSize?: unknown };
    const size = Number(pageSize);
    return { pageSize: Number.isInteger(size) && size > 0 ? size : defaults.pageSize };
  });
}
