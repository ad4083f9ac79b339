// case: admin panel compares basic authentication with fixed name and password
const Koa = require('koa');
const auth = require('basic-auth');

const app = new Koa();

app.use(async (ctx, next) => {
  const given = auth(ctx.req);
  if (!given || given.name !== 'ops-admin' || given.pass !== 'Saffron#Glacier41') {
    ctx.status = 401;
    ctx.set('WWW-Authenticate', 'Basic realm="admin"');
    return;
  }
  await next();
});

app.use((ctx) => {
  ctx.body = { uptimeSeconds: Math.round(process.uptime()) };
});

app.listen(3100);
