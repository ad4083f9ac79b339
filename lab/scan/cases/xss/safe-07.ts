// case: Fastify error answer that carries the offending value inside a JSON body
import Fastify from 'fastify';

const app = Fastify();

class BadInput extends Error {
  constructor(field: string, value: string) {
    super(`Field ${field} does not accept <${value}>`);
  }
}

app.setErrorHandler(async (error, _request, reply) => {
  if (error instanceof BadInput) {
    return reply.code(400).send({ title: 'Please check your input', detail: error.message });
  }
  return reply.code(500).type('text/plain').send('internal error');
});

app.get<{ Querystring: { date?: string } }>('/calendar', async (request, reply) => {
  const text = request.query.date ?? '';
  const time = Date.parse(text);
  if (Number.isNaN(time)) {
    throw new BadInput('date', text);
  }
  return reply.type('text/html').send(`<h1>${new Date(time).toISOString().slice(0, 10)}</h1>`);
});

export { app };
