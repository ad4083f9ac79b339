import { afterEach, beforeEach, expect, it } from 'vitest';
import { apiApp } from '../../../../../lambdas/api/app.ts';
import { iamIdentity } from '../../../../../lambdas/api/authenticate/iam-identity.ts';
import { gatewayResponder } from '../../../../../lambdas/api/gateway/gateway-responder.ts';
import { knownCallers } from '../../../../../lambdas/api/gateway/known-callers.ts';
import { systemClock } from '../../../../../shared/adapters/local/system-clock.ts';
import { liveEvents } from '../../../../../shared/commands/live/live-events.ts';
import { COMMANDS_BY_NAME } from '../../../../../shared/commands/table/command-table.ts';
import { GatewayEvent } from '../../../../../shared/platform/gateway/gateway-event.ts';
import type { Respond } from '../../../../../shared/platform/gateway/gateway-handler.ts';
import { Seats } from '../../../../../shared/store/seats.ts';
import { doorsWorld, type DoorsWorld } from '../../../../support/doors-world.ts';

const DOMAIN = 'abc.execute-api.eu-north-1.amazonaws.com';
let world: DoorsWorld;
/** Environments of the function: what each remembers by itself, over one store. */
let environment: () => Respond;
let open: Response[];

beforeEach(async () => {
  world = await doorsWorld();
  open = [];
  const { clock, ids, store } = world.dependencies;
  environment = () => {
    const { authenticate, callerOf } = knownCallers(iamIdentity({}));
    const onFailure = (error: unknown): never => {
      throw error;
    };
    const app = apiApp({ rows: COMMANDS_BY_NAME, dependencies: world.dependencies, clock, ids, version: 'test', authenticate, live: liveEvents({ ...world.dependencies, clock: systemClock }, ids.next('live'), { everyMs: 50 }), limits: { heartbeatSeconds: 0.01 } });
    return gatewayResponder({ app, callerOf, listening: { seats: new Seats(store, clock, 'listening', { all: 3, each: 2, heldMs: 60_000, newestWins: true }), clock, ids, onFailure } });
  };
});
afterEach(async () => {
  for (const answer of open) await answer.body?.cancel();
  world.close();
});

const ask = (respond: Respond, path: string, query: Record<string, string[]> = {}, user = 'ada', headers: Record<string, string[]> = {}): Promise<Response> =>
  respond(GatewayEvent.parse({
    resource: '/iam/{proxy+}', httpMethod: 'GET', pathParameters: { proxy: path }, multiValueQueryStringParameters: query, multiValueHeaders: { Host: [DOMAIN], ...headers },
    requestContext: { requestId: 'r', domainName: DOMAIN, path: `/pawl/iam/${path}`, identity: { sourceIp: '192.0.2.1', userArn: `arn:aws:iam::111122223333:user/${user}` } },
  }), new AbortController().signal);

it('a list is read to its end by following its links, below the stage and iam/', async () => {
  const respond = environment();
  const asked = new URL(`https://${DOMAIN}/pawl/iam/v1/list-improvements?limit=5`);
  const ids: string[] = [];
  let pages = 0;
  for (let url: URL | undefined = asked; url !== undefined; pages++) {
    expect([url.host, url.pathname]).toEqual([DOMAIN, '/pawl/iam/v1/list-improvements']);
    const answer: Response = await ask(respond, url.pathname.replace('/pawl/iam/', ''), Object.fromEntries([...url.searchParams].map(([name, value]) => [name, [value]])));
    expect(answer.status).toBe(200);
    ids.push(...((await answer.json()) as { items: { id: string }[] }).items.map(({ id }) => id));
    const [, next] = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '') ?? [];
    url = next === undefined ? undefined : new URL(next, url);
  }
  expect(pages).toBeGreaterThan(1);
  expect(new Set(ids).size).toBe(ids.length);
});

it('live events are as many as there are seats, however many environments the gateway calls', async () => {
  const statuses: number[] = [];
  const listen = async (user: string): Promise<void> => {
    const answer = await ask(environment(), 'v1/events', {}, user);
    statuses.push(answer.status);
    open.push(answer);
  };
  for (const user of ['ada', 'bob', 'bob', 'eve']) await listen(user);
  expect(statuses).toEqual([200, 200, 200, 503]);
  // Whoever listens already may do so anew, and no answer but a stream is kept from anybody.
  await listen('bob');
  expect(statuses.at(-1)).toBe(200);
  expect((await ask(environment(), 'v1/status', {}, 'eve')).status).toBe(200);
  expect(new Set(open.map(({ headers }) => headers.get('strict-transport-security')))).toEqual(new Set(['max-age=31536000']));
});

it('whoever sends from the page’s own address is no other page: the gateway names the host that was asked', async () => {
  const respond = environment();
  expect((await ask(respond, 'v1/who-am-i', {}, 'ada', { origin: [`https://${DOMAIN}`], 'sec-fetch-site': ['same-origin'] })).status).toBe(200);
  expect((await ask(respond, 'v1/who-am-i', {}, 'ada', { origin: ['https://evil.example'], 'sec-fetch-site': ['cross-site'] })).status).toBe(403);
});
