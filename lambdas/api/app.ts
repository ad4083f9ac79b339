import { Hono, type MiddlewareHandler } from 'hono';
import type { Caller } from '../../shared/domain/caller.ts';
import { DEFAULT_LIMITS, type ApiOptions } from './api-options.ts';
import { AnswerMemory } from './answer-memory.ts';
import { actRoute } from './act-route.ts';
import { callerGate } from './caller-gate.ts';
import { checkHost, checkOrigin } from './check-origin.ts';
import { docsPage, DOCS_POLICY } from './docs/docs-page.ts';
import { docsStyle } from './docs/docs-style.ts';
import { eventsRoute } from './events-route.ts';
import { openApiDocument } from './openapi/openapi-document.ts';
import { pageRoute } from './page-route.ts';
import { problemOf, PROBLEMS, ProblemError, type Problem } from './problem.ts';
import { readRoute } from './read-route.ts';
import { DATA_POLICY, SECURITY_HEADERS } from './security-headers.ts';

/** What stands beside a request while it is answered. */
export type ApiEnv = { Variables: { instance: string; caller: Caller } };

/**
 * The REST API: a route for each row of the table, `/v1/<name>`, with the same words and refusals as every other door; live events, the document that
 * describes it, and the page's files. No route is there that the document does not name.
 */
export const apiApp = (options: ApiOptions): Hono<ApiEnv> => {
  const { rows, hosts, mcp, page, live, config = {} } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const app = new Hono<ApiEnv>();
  const gate = callerGate(options, limits);
  const memory = new AnswerMemory(options.freshMs ?? 0, options.clock);
  // Who hears of a change and asks must not be answered from before it.
  options.live?.whenChanged(() => memory.forget());
  const changing: MiddlewareHandler<ApiEnv> = async (_, next) => {
    await next();
    memory.forget();
  };

  app.use(async (c, next) => {
    c.set('instance', options.ids.next('request'));
    checkHost((name) => c.req.header(name), hosts);
    await next();
    // Also what other people's code answers here, like the MCP server, comes with them.
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.res.headers.set(name, value);
    if (!c.res.headers.has('content-security-policy')) c.res.headers.set('content-security-policy', DATA_POLICY);
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
  });
  app.onError((error, c) => {
    const instance = (c.get('instance') as string | undefined) ?? options.ids.next('request');
    if (error instanceof ProblemError) return problemResponse(problemOf(error.code, error.message, instance), error.headers);
    options.onFailure?.(error, instance);
    return problemResponse(problemOf('failed', 'Something failed here, and it was logged under this instance. Asking again is safe with an Idempotency-Key.', instance));
  });
  app.notFound((c) => problemResponse(problemOf('not-found', 'There is nothing at this address. /docs lists what there is.', c.get('instance'))));

  app.use('/v1/*', async (c, next) => {
    checkOrigin((name) => c.req.header(name));
    await next();
  });
  for (const row of rows.values()) {
    const path = `/v1/${row.name}`;
    if (row.kind === 'read') app.get(path, gate.lets('call'), readRoute(row, options, memory));
    else app.post(path, gate.lets('act'), changing, actRoute(row, options));
    app.all(path, wrongMethod(row.name, row.kind === 'read' ? 'GET, HEAD' : 'POST'));
  }
  if (live) {
    app.get('/v1/events', gate.lets('call'), eventsRoute(live, options, limits));
    app.all('/v1/events', wrongMethod('events', 'GET'));
  }
  if (mcp) {
    app.all('/mcp', async (c, next) => {
      checkOrigin((name) => c.req.header(name));
      await next();
    }, gate.lets('call'), changing, (c) => mcp(c.req.raw, c.get('caller'), () => gate.takeAct(c.get('caller'))));
  }

  const document = openApiDocument([...rows.values()], { version: options.version, live: live !== undefined, mcp: mcp !== undefined, page: page !== undefined });
  const text = JSON.stringify(document);
  app.get('/openapi.json', (c) => c.body(text, 200, { 'content-type': 'application/json' }));
  const docs = docsPage(document);
  app.get('/docs', (c) => c.body(docs, 200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': DOCS_POLICY }));
  app.get('/docs.css', (c) => c.body(docsStyle, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/config.json', (c) => c.json(config));
  for (const path of ['/openapi.json', '/docs', '/docs.css', '/config.json']) app.all(path, wrongMethod(path, 'GET, HEAD'));
  if (page) app.get('/*', pageRoute(page, config));
  return app;
};

const wrongMethod = (what: string, allow: string) => (): never => {
  throw new ProblemError('method-not-allowed', `${what} is asked by ${allow.replace(', HEAD', '')}.`, { allow });
};

const problemResponse = (problem: Problem, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(problem), { status: PROBLEMS[problem.code][0], headers: { ...SECURITY_HEADERS, 'content-type': 'application/problem+json', 'content-security-policy': DATA_POLICY, 'cache-control': 'no-store', ...headers } });
