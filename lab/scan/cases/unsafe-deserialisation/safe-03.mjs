// case: clone helper serialises the service's own state to v8 form and back in memory
import v8 from 'node:v8';
import Fastify from 'fastify';

const app = Fastify();
const defaults = { theme: 'light', columns: new Set(['name', 'size']), limits: new Map([['rows', 100]]) };

function copyOfDefaults() {
  return v8.deserialize(v8.serialize(defaults));
}

app.get('/defaults', async () => {
  const copy = copyOfDefaults();
  copy.columns.add('updated');
  return { theme: copy.theme, columns: [...copy.columns], rows: copy.limits.get('rows') };
});

await app.listen({ port: 8080 });
