import type { Context } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { apiApp } from '../../../lambdas/api/app.ts';
import { firstOf } from '../../../lambdas/api/authenticate/authenticate.ts';
import { bearerCredentials } from '../../../lambdas/api/authenticate/bearer-credentials.ts';
import { iamIdentity } from '../../../lambdas/api/authenticate/iam-identity.ts';
import { gatewayResponder } from '../../../lambdas/api/gateway/gateway-responder.ts';
import { knownCallers } from '../../../lambdas/api/gateway/known-callers.ts';
import { COMMANDS_BY_NAME } from '../../../shared/commands/table/command-table.ts';
import { DoorsConfig } from '../../../shared/config/doors.ts';
import { gatewayHandler, type WholeAnswer } from '../../../shared/platform/gateway/gateway-handler.ts';
import { Credentials } from '../../../shared/store/credentials.ts';
import { Seats } from '../../../shared/store/seats.ts';
import { doorsWorld, type DoorsWorld } from '../../support/doors-world.ts';
import { foreignWords } from './besieged.ts';
import { watchedStore, type WatchedStore } from './watched-store.ts';

const CONTEXT = { awsRequestId: 'req-1', functionName: 'pawl-test-api', getRemainingTimeInMillis: () => 30_000 } as unknown as Context;
const GRACE = 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Owners_0123456789abcdef/grace@example.com';
const DEPLOYER = 'arn:aws:sts::111122223333:assumed-role/deployer/run-7';
const doors = DoorsConfig.parse({
  iam: [
    { principal: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Owners_0123456789abcdef/*', kind: 'person', may: ['read', 'operate', 'decide'], groups: ['owners'] },
    { principal: 'arn:aws:sts::111122223333:assumed-role/deployer/*', may: ['read', 'operate', 'decide', 'deploy', 'administer'], tenants: ['acme'] },
  ],
});

let world: DoorsWorld;
let store: WatchedStore;
let owner: string;
let failures: unknown[];
let handler: (event: unknown) => Promise<WholeAnswer>;

beforeAll(async () => {
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  for (const level of ['log', 'info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => {});
  world = await doorsWorld();
  const { clock, ids, store: items } = world.dependencies;
  const credentials = new Credentials(items);
  owner = (await credentials.create({ name: 'ada', kind: 'person', may: ['read', 'operate', 'decide', 'administer'], tenants: 'all' }, { by: 'test', at: clock.now() })).token;
  failures = [];
  const { authenticate, callerOf } = knownCallers(firstOf(iamIdentity(doors), bearerCredentials(credentials, clock)));
  const onFailure = (error: unknown): void => void failures.push(error);
  const app = apiApp({ rows: COMMANDS_BY_NAME, dependencies: world.dependencies, clock, ids, version: 'test', authenticate, onFailure });
  const listening = { seats: new Seats(items, clock, 'listening', { all: 3, each: 2, heldMs: 60_000, newestWins: true }), clock, ids, onFailure };
  const opened = gatewayHandler({ name: 'api', open: async () => gatewayResponder({ app, callerOf, listening }) }, undefined);
  handler = async (event) => (await opened(event, CONTEXT)) as WholeAnswer;
  store = watchedStore(world.dependencies);
});
afterEach(() => {
  const happened = { written: store.written(), begun: [...world.asked], failures: failures.splice(0) };
  store.forget();
  expect(happened).toEqual({ written: [], begun: [], failures: [] });
});
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  world.close();
});

type Sent = { readonly route?: string; readonly method?: string; readonly path?: string; readonly headers?: Record<string, string>; readonly body?: string; readonly identity?: object; readonly context?: object; readonly query?: Record<string, string[]> };
const send = ({ route = '/{proxy+}', method = 'POST', path = 'v1/approve', headers = {}, body = '{"improvementId":"imp-2"}', identity = {}, context = {}, query }: Sent): Promise<WholeAnswer> =>
  handler({
    resource: route, httpMethod: method, path: `/${path}`, pathParameters: { proxy: path }, multiValueQueryStringParameters: query ?? null,
    multiValueHeaders: { 'content-type': ['application/json'], ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])) },
    body: method === 'GET' ? null : body, isBase64Encoded: false, requestContext: { requestId: 'r', domainName: 'x.execute-api.eu-central-1.amazonaws.com', identity: { sourceIp: '192.0.2.1', userArn: null, ...identity }, ...context },
  });

describe('on the route without signatures, nobody is whom they say', () => {
  it.each<[string, Sent]>([
    ['headers of the gateway’s', { headers: { 'x-amzn-iam-arn': GRACE, 'x-amz-user-arn': GRACE, 'x-amzn-requestcontext': JSON.stringify({ identity: { userArn: GRACE } }), 'x-amz-security-token': 'x' } }],
    ['a signature that nobody verified', { headers: { authorization: `AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-central-1/execute-api/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}` } }],
    ['a path that looks signed', { path: 'iam/v1/approve' }],
    ['a path that looks signed, encoded', { path: 'iam%2fv1%2fapprove' }],
    ['a path that goes up', { path: '../iam/v1/approve' }],
    ['an identity that another route verified', { identity: { userArn: GRACE } }],
    ['an authorizer that there is not', { context: { authorizer: { claims: { email: 'grace@example.com', groups: 'owners' }, principalId: 'grace' } } }],
    ['a body that says so', { body: JSON.stringify({ improvementId: 'imp-2', requestContext: { identity: { userArn: GRACE } } }) }],
    ['an environment in the query', { query: { gateway: [JSON.stringify({ userArn: GRACE })], token: ['x'] } }],
  ])('%s', async (_, sent) => {
    const { statusCode } = await send(sent);
    expect([401, 404]).toContain(statusCode);
  });
});

describe('on the route with signatures', () => {
  it.each<[string, Sent, number]>([
    ['no token counts in place of one', { route: '/iam/{proxy+}', headers: { authorization: 'Bearer OWNER' } }, 401],
    ['no token counts beside one', { route: '/iam/{proxy+}', headers: { authorization: 'Bearer OWNER' }, identity: { userArn: DEPLOYER } }, 403],
    ['nobody gets in who is not named', { route: '/iam/{proxy+}', identity: { userArn: 'arn:aws:iam::111122223333:user/eve' } }, 401],
    ['a role that begins like a named one is another', { route: '/iam/{proxy+}', identity: { userArn: 'arn:aws:sts::111122223333:assumed-role/deployer2/run-7' } }, 401],
    ['the same role of another account is another', { route: '/iam/{proxy+}', identity: { userArn: GRACE.replace('111122223333', '999900001111') } }, 401],
    ['a program says no yes, whatever was configured for it', { route: '/iam/{proxy+}', identity: { userArn: DEPLOYER } }, 403],
    ['a program’s session that is named like a person is none', { route: '/iam/{proxy+}', identity: { userArn: 'arn:aws:sts::111122223333:assumed-role/deployer/grace@example.com' } }, 403],
    ['an ARN that is empty is nobody', { route: '/iam/{proxy+}', identity: { userArn: '' } }, 401],
  ])('%s', async (_, sent, status) => {
    const headers = Object.fromEntries(Object.entries(sent.headers ?? {}).map(([name, value]) => [name, value.replace('OWNER', owner)]));
    expect((await send({ ...sent, headers })).statusCode).toBe(status);
  });

  it('a program of acme’s sees nothing of others’, by any path', async () => {
    for (const path of ['v1/status', 'v1/list-improvements', 'v1/list-cycles', 'v1/list-targets', 'v1/read-ledger']) {
      const { statusCode, body } = await send({ route: '/iam/{proxy+}', method: 'GET', path, identity: { userArn: DEPLOYER } });
      expect([path, statusCode, foreignWords(body)]).toEqual([path, 200, []]);
    }
    expect((await send({ route: '/iam/{proxy+}', path: 'v1/pause', body: '{"targetId":"orders"}', identity: { userArn: DEPLOYER } })).statusCode).toBe(404);
  });
});

describe('what is no event of the gateway’s', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined], ['a text', 'x'], ['a list', []], ['no route', { httpMethod: 'GET', requestContext: { requestId: 'r', identity: {} } }], ['a command, as another function takes it', { command: 'approve', input: { improvementId: 'imp-2' }, caller: { name: 'ada', kind: 'person', may: ['decide'] } }],
    ['a route that is a list', { resource: ['/iam/{proxy+}'], httpMethod: 'POST', requestContext: { requestId: 'r', identity: { userArn: GRACE } } }],
    ['a queue’s', { Records: [{ body: '{"command":"approve"}' }] }],
  ])('%s is not understood', async (_, event) => {
    expect((await handler(event)).statusCode).toBe(400);
  });

  it.each<[string, Sent]>([
    ['a method with a line break', { method: 'GET\r\nX: y' }],
    ['a header with a line break', { headers: { 'x-a': 'b\r\nset-cookie: c=d' } }],
    ['a header with a NUL', { headers: { 'x-a': 'b\0c' } }],
    ['a method that there is not', { method: 'TRACE' }],
  ])('%s opens nothing and says nothing of the inside', async (_, sent) => {
    const answer = await send(sent);
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toMatch(/node_modules|at .*:\d+:\d+|\/work\//);
  });

  it('a body of another shape than it says is no body', async () => {
    for (const body of ['%%%', '!!!!', Buffer.from([0xff, 0xfe]).toString('base64')]) expect((await handler({ resource: '/{proxy+}', httpMethod: 'POST', pathParameters: { proxy: 'v1/pause' }, multiValueHeaders: { 'content-type': ['application/json'], authorization: [`Bearer ${owner}`] }, body, isBase64Encoded: true, requestContext: { requestId: 'r', identity: { sourceIp: '192.0.2.1' } } })).statusCode).toBeGreaterThanOrEqual(400);
  });
});
