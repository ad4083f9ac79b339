// case: Fastify settings import where the YAML options object is built elsewhere in the file
import type { FastifyInstance } from 'fastify';
import jsyaml, { type LoadOptions } from 'js-yaml';

function parserOptions(filename: string): LoadOptions {
  return { filename, schema: jsyaml.DEFAULT_FULL_SCHEMA };
}

function parseSettings(text: string): Record<string, unknown> {
  return jsyaml.load(text, parserOptions('settings.yaml')) as Record<string, unknown>;
}

export async function settingsRoutes(app: FastifyInstance): Promise<void> {
  app.addContentTypeParser('application/yaml', { parseAs: 'string' }, (_request, body, done) => {
    done(null, parseSettings(body as string));
  });
  app.put('/settings', async (request) => {
    const settings = request.body as Record<string, unknown>;
    return { keys: Object.keys(settings).length, profile: `${settings['profile']}` };
  });
}
