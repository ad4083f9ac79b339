// case: admin panel compares basic authentication with hashed values from configuration
const crypto = require('crypto');
const Koa = require('koa');
const auth = require('basic-auth');

const app = new Koa();
const salt = Buffer.from(process.env.ADMIN_PASSWORD_SALT, 'hex');
const digest = (text) => crypto.scryptSync(text, salt, 32, { N: 2 ** 15, maxmem: 2 ** 26 });
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
