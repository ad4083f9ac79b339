// case: contact form checks telephone numbers with one digit after each optional separator
const Koa = require('koa');
const Router = require('@koa/router');
const bodyParser = require('koa-bodyparser');

const router = new Router();
const patterns = new Map([
  ['postcode', /^[0-9]{4} ?[A-Z]{2}$/],
  ['telephone', /^\+?\d(?:[ -]?\d){6,14}$/],
]);

router.post('/contact', (ctx) => {
  const { telephone, postcode } = ctx.request.body;
  const wrong = Object.entries({ telephone, postcode })
    .filter(([name, value]) => !patterns.get(name).test(String(value)))
    .map(([name]) => name);
  ctx.status = wrong.length > 0 ? 422 : 200;
  ctx.body = { wrong };
});

new Koa().use(bodyParser()).use(router.routes()).listen(3000);
