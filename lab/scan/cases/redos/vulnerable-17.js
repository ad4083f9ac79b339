// case: settings API checks dotted paths with optional separators
const Fastify = require('fastify');

const PATH = /^([a-z_]\w*(\[\d+\])?\.?)*$/i;
const settings = new Map([['mail.sender.name', 'Post Room']]);
const app = Fastify();

app.get('/settings', async (request, reply) => {
  const { path } = request.query;
  if (!PATH.test(String(path))) {
    return reply.code(400).send({ error: 'path' });
  }
  const value = settings.get(path);
  return value === undefined ? reply.code(404).send() : { value };
});

app.listen({ port: 8080 });
