// case: Fastify cookie banner answers where to go back to as JSON with a fixed redirect for forms
import Fastify from 'fastify';

const app = Fastify();
const AFTER_ACCEPT = '/?banner=accepted';

app.post('/banner/accept', async (request, reply) => {
  const wantsJson = request.headers.accept === 'application/json';
  reply.header('set-cookie', 'banner=accepted; Path=/; Secure; SameSite=Lax');
  if (wantsJson) {
    return reply.code(200).send({ accepted: true });
  }
  return reply.code(303).header('location', AFTER_ACCEPT).send();
});

await app.listen({ port: 8080 });
