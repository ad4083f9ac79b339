// case: Fastify cookie banner link returns to the page named in its query
import Fastify from 'fastify';

const app = Fastify();

app.get('/banner/accept', async (request, reply) => {
  const { back } = request.query;
  reply.header('set-cookie', 'banner=accepted; Path=/; Secure; SameSite=Lax');
  if (typeof back !== 'string') {
    return reply.code(204).send();
  }
  return reply.code(303).header('location', encodeURI(back)).send();
});

await app.listen({ port: 8080 });
