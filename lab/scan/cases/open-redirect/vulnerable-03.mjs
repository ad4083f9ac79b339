// case: Koa language switch goes back to the address the link names
import Koa from 'koa';
import Router from '@koa/router';

const LANGUAGES = new Set(['en', 'nl', 'fr']);
const router = new Router();

router.get('/language', (ctx) => {
  const { language, back } = ctx.query;
  if (LANGUAGES.has(language)) {
    ctx.cookies.set('language', language, { httpOnly: true, sameSite: 'lax' });
  }
  ctx.redirect(typeof back === 'string' ? back : '/');
});

new Koa().use(router.routes()).listen(3000);
