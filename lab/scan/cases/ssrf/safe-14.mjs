// case: proxy route whose agent refuses private addresses at connection time
import Fastify from 'fastify';
import fetch from 'node-fetch';
import { useAgent } from 'request-filtering-agent';

const app = Fastify({ logger: true });

app.get('/fetch', async (request, reply) => {
  const target = new URL(request.query.u);
  if (target.protocol !== 'http:' && target.protocol !== 'https:') {
    return reply.code(400).send({ error: 'unsupported scheme' });
  }
  const upstream = await fetch(target.href, { agent: useAgent(target.href), redirect: 'error' });
  const content = await upstream.text();
  return reply.type('text/plain').header('x-content-type-options', 'nosniff').send(content.slice(0, 100_000));
});

await app.listen({ port: 3000 });
