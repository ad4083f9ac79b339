// case: Koa middleware revives functions out of a JSON document sent by the browser
const Koa = require('koa');
const bodyParser = require('koa-bodyparser');

const app = new Koa();
app.use(bodyParser({ enableTypes: ['text'] }));

function revive(key, value) {
  if (typeof value === 'string' && value.startsWith('__fn:')) {
    return new Function(`return (${value.slice(5)})`)();
  }
  return value;
}

app.use(async (ctx) => {
  const layout = JSON.parse(ctx.request.body, revive);
  ctx.body = { widgets: Array.isArray(layout.widgets) ? layout.widgets.length : 0 };
});

app.listen(8081);
