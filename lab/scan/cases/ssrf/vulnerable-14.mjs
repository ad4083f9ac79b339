// case: proxy route that refuses only the two usual names of the own machine
import Fastify from 'fastify';

const app = Fastify({ logger: true });
const BLOCKED = ['localhost', '127.0.0.1'];

app.get('/fetch', async (request, reply) => {
  const target = new URL(request.query.u);
  if (BLOCKED.includes(target.hostname)) {
    return reply.code(403).send({ error: 'forbidden host' });
  }
  const upstream = await fetch(target);
  const content = await upstream.text();
  return reply.type('text/plain').header('x-content-type-options', 'nosniff').send(content.slice(0, 100_000));
});

await app.listen({ port: 3000 });
