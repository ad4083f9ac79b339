// case: Koa note service removes trailing blanks of every posted text with an expression
const Koa = require('koa');
const bodyParser = require('koa-bodyparser');

const app = new Koa();
app.use(bodyParser({ enableTypes: ['text'], textLimit: '1mb' }));

function tidy(text) {
  return text.replace(/\s+$/, '');
}

app.use((ctx) => {
  if (ctx.method !== 'PUT') {
    ctx.status = 405;
    return;
  }
  const note = tidy(String(ctx.request.body ?? ''));
  ctx.body = { length: note.length };
});

app.listen(3000);
