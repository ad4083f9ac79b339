// case: Koa form endpoint that keeps bracketed field names flat in a map
import Koa from 'koa';
import rawBody from 'raw-body';

const app = new Koa();

function parseForm(text) {
  const form = new Map();
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.replace(/\]/g, '').split('[').join('.');
    const values = form.get(path) ?? [];
    values.push(value);
    form.set(path, values);
  }
  return form;
}

app.use(async (ctx) => {
  const text = await rawBody(ctx.req, { encoding: 'utf8', limit: '50kb' });
  const form = parseForm(text);
  ctx.body = { fields: [...form.keys()] };
});

export default app;
