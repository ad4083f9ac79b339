// case: Koa language switch goes back to a fixed page with the language in the query
import Koa from 'koa';
import Router from '@koa/router';
import bodyParser from 'koa-bodyparser';

const LANGUAGES = new Set(['en', 'nl', 'fr']);
const router = new Router();

router.post('/language', (ctx) => {
  const { language } = ctx.request.body;
  if (!LANGUAGES.has(language)) {
    ctx.status = 422;
    return;
  }
  ctx.cookies.set('language', language, { httpOnly: true, sameSite: 'lax' });
  ctx.redirect(`/?language=${encodeURIComponent(language)}`);
});

new Koa().use(bodyParser()).use(router.routes()).listen(3000);
