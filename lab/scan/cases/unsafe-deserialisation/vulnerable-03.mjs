// case: Fastify service reads binary snapshots from request bodies
import Fastify from 'fastify';
import v8 from 'node:v8';

const app = Fastify({ bodyLimit: 1_000_000 });

app.addContentTypeParser('application/x-snapshot', { parseAs: 'buffer' }, (request, body, done) => {
  try {
    done(null, v8.deserialize(body));
  } catch (error) {
    error.statusCode = 400;
    done(error);
  }
});

app.post('/snapshots', async (request) => {
  const { counters } = request.body;
  return { accepted: counters instanceof Map ? counters.size : 0 };
});

await app.listen({ port: 8080 });
