// case: allow list compares the end of the host name without a dot
import type { Context } from 'koa';

const DOMAIN = 'example.com';

function trusted(address: string): boolean {
  try {
    return new URL(address).hostname.endsWith(DOMAIN);
  } catch {
    return false;
  }
}

export function leave(ctx: Context): void {
  const target = ctx.query['target'];
  if (typeof target !== 'string' || !trusted(target)) {
    ctx.status = 400;
    return;
  }
  ctx.redirect(target);
}
