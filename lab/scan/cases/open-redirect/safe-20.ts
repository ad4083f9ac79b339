// case: allow list accepts the domain itself or names that end in a dot and the domain
import type { Context } from 'koa';

const DOMAIN = 'example.com';

function trusted(address: string): URL | undefined {
  if (!URL.canParse(address)) {
    return undefined;
  }
  const url = new URL(address);
  const ours = url.hostname === DOMAIN || url.hostname.endsWith(`.${DOMAIN}`);
  return ours && url.protocol === 'https:' ? url : undefined;
}

export function leave(ctx: Context): void {
  const target = ctx.query['target'];
  const url = typeof target === 'string' ? trusted(target) : undefined;
  if (!url) {
    ctx.status = 400;
    return;
  }
  ctx.redirect(url.href);
}
