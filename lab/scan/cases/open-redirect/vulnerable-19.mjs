// case: Fastify cookie banner returns to the referer-like header sent by the client
import Fastify from 'fastify';

const app = Fastify();

app.post('/banner/accept', async (request, reply) => {
  const back = request.headers['x-return-to'] ?? request.body?.back;
  reply.header('set-cookie', 'banner=accepted; Path=/; Secure; SameSite=Lax');
  if (typeof back !== 'string') {
    return reply.code(204).send();
  }
  return reply.code(303).header('location', encodeURI(back)).send();
});

await app.listen({ port: 8080 });
