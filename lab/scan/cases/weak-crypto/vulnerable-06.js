// case: login verifies a salted SHA-1 of the password
const crypto = require('node:crypto');
const Koa = require('koa');
const Router = require('@koa/router');
const bodyParser = require('koa-bodyparser');
const { findUser } = require('./users');

const router = new Router();

function hashPassword(password, salt) {
  return crypto.createHash('sha1').update(salt + password).digest();
}

router.post('/login', async (ctx) => {
  const { name, password } = ctx.request.body;
  const user = await findUser(String(name));
  const ok = user && crypto.timingSafeEqual(hashPassword(String(password), user.salt), user.hash);
  ctx.status = ok ? 204 : 401;
});

new Koa().use(bodyParser()).use(router.routes()).listen(3000);
