// case: contact form normalises telephone numbers after a check with inner and outer repetition
const Koa = require('koa');
const Router = require('@koa/router');
const bodyParser = require('koa-bodyparser');

const router = new Router();
const patterns = {
  postcode: /^[0-9]{4} ?[A-Z]{2}$/,
  telephone: /^\+?(\d+[ -]?)*$/,
};

router.post('/contact', (ctx) => {
  const { telephone, postcode } = ctx.request.body;
  const wrong = Object.entries({ telephone, postcode })
    .filter(([name, value]) => !patterns[name].test(String(value)))
    .map(([name]) => name);
  ctx.status = wrong.length > 0 ? 422 : 200;
  ctx.body = { wrong };
});

new Koa().use(bodyParser()).use(router.routes()).listen(3000);
