// case: Fastify plugin registers cookie signing and a map provider key from a settings object
import Fastify from 'fastify';
import cookie from '@fastify/cookie';

const settings = {
  port: 8080,
  maps: { host: 'maps.example.org', apiKey: 'mk7Qe2XoR9uLc5TzHs0Dw' },
};

const app = Fastify({ logger: true });
await app.register(cookie, { secret: process.env['COOKIE_SECRET'] ?? '' });

app.get('/geocode', async (request, reply) => {
  const { q = '' } = request.query as { q?: string };
  const url = new URL(`https://${settings.maps.host}/geocode`);
  url.searchParams.set('q', String(q).slice(0, 200));
  url.searchParams.set('key', settings.maps.apiKey);
  const response = await fetch(url);
  return reply.code(response.ok ? 200 : 502).send(await response.json());
});

await app.listen({ port: settings.port });
