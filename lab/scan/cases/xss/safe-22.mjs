// case: single sign-on landing page that maps an identity provider's error code to its own words
import Router from '@koa/router';
import { exchangeCode } from './oidc.mjs';

const router = new Router();

const REASONS = new Map([
  ['access_denied', 'You declined the request.'],
  ['login_required', 'Please sign in first.'],
  ['temporarily_unavailable', 'The provider is not available at the moment.'],
]);

function failure(ctx, reason) {
  ctx.status = 401;
  ctx.type = 'html';
  ctx.body = `<h2>Sign-in failed</h2><pre>${reason}</pre><a href="/login">Try again</a>`;
}

router.get('/auth/callback', async (ctx) => {
  const { code, error } = ctx.query;
  if (error) {
    failure(ctx, REASONS.get(String(error)) ?? 'Unknown error.');
    return;
  }
  ctx.session.user = await exchangeCode(String(code));
  ctx.redirect('/');
});

export default router;
