import type { Handler } from 'hono';
import type { Page } from '../../shared/ports/page.ts';
import type { ApiEnv } from './app.ts';
import type { PageConfig } from './api-options.ts';
import { ProblemError } from './problem.ts';
import { pagePolicy } from './security-headers.ts';

/** The page's files. What names no file is the page itself only at `/`: it finds its way by the part of the address that stays in the browser. */
export const pageRoute = (page: Page, { issuer, origins = [] }: PageConfig): Handler<ApiEnv> => async (c) => {
  const { pathname } = new URL(c.req.url);
  const file = await page.file(pathname === '/' ? '/index.html' : pathname, c.req.header('accept-encoding') ?? '');
  if (file === undefined) throw new ProblemError('not-found', 'There is nothing at this address. /docs lists what there is.');
  return c.body(new Uint8Array(file.bytes), 200, {
    'content-type': file.contentType,
    'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    'content-security-policy': pagePolicy([...(issuer === undefined ? [] : [issuer]), ...origins]),
    ...(file.encoding === undefined ? {} : { 'content-encoding': file.encoding }),
  });
};
