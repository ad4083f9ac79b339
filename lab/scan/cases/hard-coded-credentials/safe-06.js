// case: admin panel compares basic authentication with hashed values from configuration
const crypto = require('crypto');
const Koa = require('koa');
const auth = require('basic-auth');

const app = new Koa();
const digest = (text) => crypto.createHmac('sha256', process.env.ADMIN_PEPPER).update(text).digest();
const expectedPass = Buffer.from(process.env.ADMIN_PASSWORD_DIGEST, 'hex');

app.use(async (ctx, next) => {
  const given = auth(ctx.req);
  const pass = digest(given ? given.pass : '');
  if (!given || given.name !== 'admin' || !crypto.timingSafeEqual(pass, expectedPass)) {
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
