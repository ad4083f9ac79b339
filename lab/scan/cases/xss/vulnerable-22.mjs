// case: single sign-on landing page that repeats an identity provider's error description
import Router from '@koa/router';
import { exchangeCode } from './oidc.mjs';

const router = new Router();

function failure(ctx, reason) {
  ctx.status = 401;
  ctx.type = 'html';
  ctx.body = `<h2>Sign-in failed</h2><pre>${reason}</pre><a href="/login">Try again</a>`;
}

router.get('/auth/callback', async (ctx) => {
  const { code, error, error_description: description } = ctx.query;
  if (error) {
    failure(ctx, description || error);
    return;
  }
  ctx.session.user = await exchangeCode(String(code));
  ctx.redirect('/');
});

export default router;
