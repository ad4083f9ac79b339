// case: login verifies a scrypt hash with a per-user salt
const crypto = require('node:crypto');
const { promisify } = require('node:util');
const Koa = require('koa');
const Router = require('@koa/router');
const bodyParser = require('koa-bodyparser');
const { findUser } = require('./users');

const scrypt = promisify(crypto.scrypt);
const router = new Router();

router.post('/login', async (ctx) => {
  const { name, password } = ctx.request.body;
  const user = await findUser(String(name));
  const derived = user && (await scrypt(String(password), user.salt, 64, { N: 2 ** 17, maxmem: 2 ** 28 }));
  ctx.status = user && crypto.timingSafeEqual(derived, user.hash) ? 204 : 401;
});

new Koa().use(bodyParser()).use(router.routes()).listen(3000);
