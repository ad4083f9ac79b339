import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deployFunction, bundleOf, messagesOf, testHost, type TestHost } from '../support/host.ts';

/** Does what the path says. */
const HANDLER = `
let served = 0;
export const handler = async (event, context) => {
  served += 1;
  const path = event.rawPath ?? event.path;
  if (path === '/throw') throw new RangeError('too far');
  if (path === '/exit') process.exit(3);
  if (path === '/reject') { Promise.reject(new Error('nobody listens')); await new Promise((resolve) => setTimeout(resolve, 500)); }
  if (path === '/hang') { console.log('before the end'); await new Promise(() => {}); }
  if (path === '/spin') for (;;);
  if (path === '/memory') { const kept = []; for (;;) { kept.push(Buffer.alloc(1 << 20, 1)); await null; } }
  if (path === '/sleep') await new Promise((resolve) => setTimeout(resolve, 300));
  if (path === '/circle') { const circle = {}; circle.self = circle; return circle; }
  return { statusCode: 200, body: JSON.stringify({ served, event, context, left: context.getRemainingTimeInMillis(), environment: process.env }) };
};`;

type Body = { served: number; event: Record<string, unknown>; context: Record<string, unknown>; left: number; environment: Record<string, string> };

let host: TestHost;
beforeAll(async () => {
  host = await testHost();
});
afterAll(async () => host.end());

const call = async (name: string, path: string, init?: RequestInit): Promise<Response> => fetch(host.client.frontDoor(name, 'live') + path, init);
const bodyOf = async (name: string, path: string, init?: RequestInit): Promise<Body> => (await (await call(name, path, init)).json()) as Body;
const reportsOf = async (name: string): Promise<string[]> => (await messagesOf(host.client, name)).filter((message) => message.startsWith('REPORT'));

describe('a request through the front door', () => {
  beforeAll(async () => deployFunction(host.client, 'plain', HANDLER, { timeoutSeconds: 5, memoryMb: 192, environment: { STAGE: 'test' } }));

  test('arrives as a gateway event and is answered as the handler says', async () => {
    const response = await call('plain', '/orders/1?a=b', { method: 'POST', body: '{"x":1}', headers: { 'content-type': 'application/json' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-amz-executed-version')).toBe('1');
    const { event } = (await response.json()) as Body;
    expect(event).toMatchObject({ rawPath: '/orders/1', rawQueryString: 'a=b', body: '{"x":1}', requestContext: { http: { method: 'POST' } } });
  });

  test('finds Lambda variables, its own, and none of this machine but what a process needs', async () => {
    const { environment } = await bodyOf('plain', '/');
    expect(environment).toMatchObject({ AWS_LAMBDA_FUNCTION_NAME: 'plain', AWS_LAMBDA_FUNCTION_VERSION: '1', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '192', STAGE: 'test', TZ: ':UTC' });
    expect(environment['AWS_LAMBDA_LOG_STREAM_NAME']).toMatch(/^\d{4}\/\d\d\/\d\d\/\[1\][0-9a-f]{32}$/);
    expect(environment['_X_AMZN_TRACE_ID']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};/);
    expect(environment).not.toHaveProperty('HOME');
  });

  test('has a context with the request, the function and the time that is left', async () => {
    const { context, left } = await bodyOf('plain', '/');
    expect(context).toMatchObject({ functionName: 'plain', functionVersion: '1', memoryLimitInMB: '192', invokedFunctionArn: expect.stringMatching(/:function:plain:live$/) });
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(5_000);
  });

  test('reuses the environment, and only its first request reports an initialisation', async () => {
    const first = await bodyOf('plain', '/');
    const second = await bodyOf('plain', '/');
    expect(second.served).toBe(first.served + 1);
    const reports = await reportsOf('plain');
    expect(reports[0]).toContain('Init Duration');
    expect(reports.slice(1).filter((report) => report.includes('Init Duration'))).toEqual([]);
  });

  test('runs one request at a time in an environment, and as many environments as it takes', async () => {
    const before = (await host.client.environments('plain')).reduce((sum, { idle }) => sum + idle, 0);
    await Promise.all(Array.from({ length: 3 }, async () => call('plain', '/sleep')));
    const [count] = await host.client.environments('plain');
    expect(before).toBeLessThan(3);
    expect(count).toMatchObject({ version: '1', idle: 3, busy: 0 });
  });

  test('unknown functions and aliases are not found', async () => {
    expect((await call('nobody', '/')).status).toBe(404);
    expect((await fetch(host.client.frontDoor('plain', 'nobody'))).status).toBe(404);
  });
});

describe('a request that goes wrong', () => {
  beforeAll(async () => deployFunction(host.client, 'wrong', HANDLER, { timeoutSeconds: 0.4, memoryMb: 128 }));

  test('an error of the handler is a 502 with the error, and the environment lives on', async () => {
    const { served } = await bodyOf('wrong', '/');
    const response = await call('wrong', '/throw');
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ errorType: 'RangeError', errorMessage: 'too far' });
    expect((await bodyOf('wrong', '/')).served).toBe(served + 2);
  });

  test('a result that is not JSON is an error of the handler', async () => {
    expect(await (await call('wrong', '/circle')).json()).toMatchObject({ errorType: 'TypeError' });
  });

  test.each(['/hang', '/spin'])('%s runs out of time: the environment is ended and the log says so', async (path) => {
    const response = await call('wrong', path);
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ errorType: 'Sandbox.Timedout' });
    const messages = await messagesOf(host.client, 'wrong');
    expect(messages.slice(-3)).toEqual([expect.stringMatching(/ Task timed out after 0\.40 seconds$/), expect.stringMatching(/^END/), expect.stringMatching(/Duration: 400\.00 ms\t.*Status: timeout$/)]);
    expect((await bodyOf('wrong', '/')).served).toBe(1);
  });

  test('what a request logged before it ran out of time is kept', async () => {
    await call('wrong', '/hang');
    expect((await messagesOf(host.client, 'wrong')).at(-4)).toContain('before the end');
  });

  test('a process that ends is an exit error with its status', async () => {
    expect(await (await call('wrong', '/exit')).json()).toMatchObject({ errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('exit status 3') });
    expect((await messagesOf(host.client, 'wrong')).at(-1)).toMatch(/\tStatus: error\tError Type: Runtime\.ExitError$/);
  });

  test('a rejection that nobody handles ends the environment and is logged', async () => {
    expect(await (await call('wrong', '/reject')).json()).toMatchObject({ errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('exit status 128') });
    expect((await messagesOf(host.client, 'wrong')).some((message) => message.includes('Runtime.UnhandledPromiseRejection') && message.includes('nobody listens'))).toBe(true);
  });

  test('more memory than allowed ends the environment', async () => {
    await deployFunction(host.client, 'hungry', HANDLER, { timeoutSeconds: 10, memoryMb: 128 });
    expect(await (await call('hungry', '/memory')).json()).toMatchObject({ errorType: 'Runtime.OutOfMemory' });
    expect((await reportsOf('hungry')).at(-1)).toMatch(/Max Memory Used: 128 MB.*Error Type: Runtime\.OutOfMemory$/);
  });

  test.each([
    ['a module that throws', 'throw new Error("no config");', /no config/],
    ['a missing handler', 'export const other = 1;', /handler is undefined or not exported/],
    ['a module that exits', 'process.exit(7); export const handler = () => 1;', /exit status 7/],
  ])('%s fails the initialisation and says why', async (name, source, why) => {
    const functionName = name.replaceAll(' ', '-');
    await deployFunction(host.client, functionName, source);
    const response = await call(functionName, '/');
    expect(response.status).toBe(502);
    expect(((await response.json()) as { errorMessage: string }).errorMessage).toMatch(why);
    const messages = await messagesOf(host.client, functionName);
    expect(messages.some((message) => message.startsWith('INIT_REPORT') && message.includes('Status: error'))).toBe(true);
    expect(messages.at(-1)).toMatch(/^REPORT.*Status: error/);
  });
});

describe('versions and limits', () => {
  const answering = (text: string): string => `export const handler = async () => ({ statusCode: 200, body: ${JSON.stringify(text)} });`;

  test('an alias with weights serves both versions in about their shares', async () => {
    await deployFunction(host.client, 'split', answering('one'));
    await host.client.updateCode('split', { bundle: bundleOf(answering('two')) });
    const two = await host.client.publish('split', { description: 'second' });
    await host.client.updateAlias('split', 'live', { version: '1', additional: { version: two.version, weight: 0.3 } });
    const answers: string[] = [];
    for (let index = 0; index < 400; index += 1) answers.push(await (await call('split', '/')).text());
    // Five standard deviations of 400 draws around 120: a fair split leaves this about once in two million runs.
    const share = answers.filter((answer) => answer === 'two').length;
    expect(share).toBeGreaterThan(120 - 46);
    expect(share).toBeLessThan(120 + 46);
    const streams = new Set((await host.client.log('split', 0, 10_000)).records.flatMap((record) => ('stream' in record ? [record.stream.slice(11, 14)] : [])));
    expect(streams).toEqual(new Set(['[1]', '[2]']));
  });

  test('$LATEST runs new code at once', async () => {
    await deployFunction(host.client, 'latest', answering('old'));
    expect(await host.client.invoke('latest', '$LATEST', {})).toMatchObject({ executedVersion: '$LATEST', payload: { body: 'old' } });
    await host.client.updateCode('latest', { bundle: bundleOf(answering('new')) });
    expect(await host.client.invoke('latest', '$LATEST', {})).toMatchObject({ payload: { body: 'new' } });
    expect(await host.client.invoke('latest', '1', {})).toMatchObject({ executedVersion: '1', payload: { body: 'old' } });
  });

  test('a raw invocation passes the event as it is and says when the function failed', async () => {
    await deployFunction(host.client, 'raw', HANDLER);
    const { payload } = await host.client.invoke('raw', 'live', { path: '/', some: ['event'] });
    expect(JSON.parse((payload as { body: string }).body)).toMatchObject({ event: { path: '/', some: ['event'] } });
    expect(await host.client.invoke('raw', 'live', { path: '/throw' })).toMatchObject({ functionError: 'Handled', payload: { errorType: 'RangeError' } });
  });

  test('over its concurrency a function is throttled, and a throttle event counts how often', async () => {
    await deployFunction(host.client, 'narrow', HANDLER, { concurrency: 2 });
    await call('narrow', '/');
    const statuses = await Promise.all(Array.from({ length: 6 }, async () => (await call('narrow', '/sleep')).status));
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 200, 429, 429, 429, 429]);
    const throttled = async (): Promise<unknown[]> => (await host.client.log('narrow', 0, 1_000)).records.filter((record) => 'event' in record && record.event.kind === 'throttle');
    await expect.poll(throttled, { timeout: 5_000 }).toMatchObject([{ event: { kind: 'throttle', count: 4 } }]);
  });

  test('environments are warmed for versions with weight, by their share', async () => {
    await deployFunction(host.client, 'warm', HANDLER, { warm: 4 });
    await expect.poll(async () => host.client.environments('warm'), { timeout: 10_000 }).toMatchObject([{ version: '1', idle: 4 }]);
    await host.client.updateCode('warm', { bundle: bundleOf(answering('two')) });
    const two = await host.client.publish('warm', { description: 'second' });
    await host.client.updateAlias('warm', 'live', { version: '1', additional: { version: two.version, weight: 0.25 } });
    await expect.poll(async () => host.client.environments('warm'), { timeout: 10_000 }).toMatchObject([{ version: '1' }, { version: '2', idle: 1 }]);
  });

  test('an idle environment is ended', async () => {
    await deployFunction(host.client, 'idle', HANDLER, { idleSeconds: 0.2 });
    await call('idle', '/');
    await expect.poll(async () => host.client.environments('idle'), { timeout: 10_000 }).toMatchObject([{ idle: 0, busy: 0 }]);
  });

  test('the source map of a version is kept beside its code', async () => {
    await host.client.configure('mapped', {});
    await host.client.updateCode('mapped', { bundle: bundleOf(answering('mapped')), sourceMap: Buffer.from('{"version":3}') });
    await host.client.publish('mapped', {});
    expect(await host.client.sourceMap('mapped', '1')).toBe('{"version":3}');
  });
});

describe('the admin door', () => {
  test('is shut without the token', async () => {
    const response = await fetch(`${host.client.address.url}/_host/functions`);
    expect(response.status).toBe(401);
  });

  test('names what is wrong with a request', async () => {
    await expect(host.client.configure('bad', { timeoutSeconds: -1, memoryMb: 1 })).rejects.toMatchObject({ code: 'bad-request', message: expect.stringMatching(/timeoutSeconds[\s\S]*memoryMb|memoryMb[\s\S]*timeoutSeconds/) });
    await expect(host.client.configure('_bad', {})).rejects.toMatchObject({ code: 'bad-request' });
    await expect(host.client.createAlias('plain', '7', { version: '1' })).rejects.toMatchObject({ code: 'bad-request' });
    expect(await host.client.functions()).not.toContain('bad');
  });

  test('refuses to publish a function without code', async () => {
    await host.client.configure('empty', {});
    await expect(host.client.publish('empty', {})).rejects.toMatchObject({ code: 'bad-request', message: 'empty has no code yet.' });
  });
});
