// case: Koa language switch goes back to the address the form names
import Koa from 'koa';
import Router from '@koa/router';
import bodyParser from 'koa-bodyparser';

const LANGUAGES = new Set(['en', 'nl', 'fr']);
const router = new Router();

router.post('/language', (ctx) => {
  const { language, back } = ctx.request.body;
  if (LANGUAGES.has(language)) {
    ctx.cookies.set('language', language, { httpOnly: true, sameSite: 'lax' });
  }
  ctx.redirect(back ?? '/');
});

new Koa().use(bodyParser()).use(router.routes()).listen(3000);
