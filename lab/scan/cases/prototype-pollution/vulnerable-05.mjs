// case: Koa form endpoint that turns bracketed field names into nested objects
import Koa from 'koa';
import rawBody from 'raw-body';

const app = new Koa();

function assign(target, name, value) {
  const parts = name.replace(/\]/g, '').split('[');
  parts.reduce((node, part, index) => {
    if (index === parts.length - 1) {
      node[part] = value;
      return node;
    }
    node[part] = node[part] || {};
    return node[part];
  }, target);
  return target;
}

function parseForm(text) {
  const form = {};
  for (const [name, value] of new URLSearchParams(text)) {
    assign(form, name, value);
  }
  return form;
}

app.use(async (ctx) => {
  const text = await rawBody(ctx.req, { encoding: 'utf8', limit: '50kb' });
  const form = parseForm(text);
  ctx.body = { fields: Object.keys(form) };
});

export default app;
