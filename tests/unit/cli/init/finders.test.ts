import { describe, expect, test } from 'vitest';
import { findEntries } from '../../../../cli/init/find-entries.ts';
import { findRoutes } from '../../../../cli/init/find-routes.ts';
import { findScope } from '../../../../cli/init/find-scope.ts';
import { findTestCommand } from '../../../../cli/init/find-test-command.ts';
import { findVariables } from '../../../../cli/init/find-variables.ts';
import { upstreamFrom } from '../../../../cli/init/upstream-words.ts';

const files = (entries: Readonly<Record<string, string>>) => new Map(Object.entries(entries));

describe('finding the handler', () => {
  const first = (entries: Readonly<Record<string, string>>) => {
    const [entry] = findEntries(files(entries));
    return entry === undefined ? undefined : `${entry.directory}: ${entry.path}#${entry.exportName}`;
  };

  test.each([
    ['export const handler = async () => ({})', 'handler'],
    ['export async function handler() {}', 'handler'],
    ['const run = 1;\nexport { run as handler }', 'handler'],
    ['exports.handler = async () => ({})', 'handler'],
    ['module.exports = { handler, other }', 'handler'],
    ['export const ordersHandler: Handler = wrap(run)', 'ordersHandler'],
  ])('knows an export when it sees one: %s', (text, name) => {
    expect(first({ 'src/a.ts': text })).toBe(`.: src/a.ts#${name}`);
  });

  test.each([['// export const handler = 1'], ['/* exports.handler = */'], ['export const errorHandler = 1'], ['const handler = 1'], ['import { handler } from "./b"']])('is not taken in by %s', (text) => {
    expect(first({ 'src/a.ts': text })).toBeUndefined();
  });

  test('does not look at tests, build output, type declarations, or packages', () => {
    const text = 'export const handler = 1';
    expect(first({ 'test/a.ts': text, 'src/a.test.ts': text, 'dist/a.js': text, 'a.d.ts': text, 'vendor/p/a.js': text, 'node_modules/p/a.js': text, 'vite.config.ts': text })).toBeUndefined();
  });

  test('takes a plain handler before others, and the shallower before the deeper', () => {
    expect(first({ 'src/lib/handler.ts': 'export const handler = 1', 'src/authHandler.ts': 'export const authHandler = 1', 'src/handler.ts': 'export const handler = 1' })).toBe('.: src/handler.ts#handler');
  });

  test('believes a SAM template, with its limits, and finds the package it belongs to', () => {
    const template = `Globals:
  Function:
    Timeout: 5
Resources:
  Table:
    Type: AWS::DynamoDB::Table
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: service/
      Handler: src/app.main
      MemorySize: 512
`;
    expect(findEntries(files({ 'template.yaml': template, 'service/package.json': '{}', 'service/src/app.ts': '', 'src/x.ts': 'export const handler = 1' }))[0]).toEqual({
      path: 'service/src/app.ts',
      exportName: 'main',
      directory: 'service',
      why: 'named in template.yaml',
      timeoutSeconds: 5,
      memoryMb: 512,
    });
  });

  test('believes a Serverless file, also where it names what the build writes', () => {
    const yaml = 'service: x\nprovider:\n  name: aws\n  timeout: 9\nfunctions:\n  one:\n    handler: dist/one.run\n  two:\n    handler: src/two.handler\n    timeout: 20\n';
    expect(findEntries(files({ 'serverless.yml': yaml, 'src/one.ts': '', 'src/two.ts': '' })).map(({ path, exportName, timeoutSeconds }) => [path, exportName, timeoutSeconds])).toEqual([
      ['src/one.ts', 'run', 9],
      ['src/two.ts', 'handler', 20],
    ]);
  });

  test('believes CDK code, relative to the file it stands in', () => {
    const stack = `import { Duration } from 'aws-cdk-lib';
new NodejsFunction(this, 'A', { entry: path.join(__dirname, '..', 'functions', 'menu.ts'), handler: 'serve', timeout: Duration.seconds(7), memorySize: 128 });
new NodejsFunction(this, 'B', {
  entry: 'functions/other.ts',
});`;
    expect(findEntries(files({ 'infra/stack.ts': stack, 'functions/menu.ts': '', 'functions/other.ts': '' })).map(({ path, exportName, timeoutSeconds }) => [path, exportName, timeoutSeconds])).toEqual([
      ['functions/menu.ts', 'serve', 7],
      ['functions/other.ts', 'handler', undefined],
    ]);
  });
});

describe('finding what the service reads from its environment', () => {
  const variables = (text: string) => findVariables(files({ 'src/a.ts': text })).map(({ name, optional }) => (optional ? `${name}?` : name));

  test.each([
    ['fetch(process.env.A_URL!)', ['A_URL']],
    ["process.env['A_URL'] + process.env[\"B\"]", ['A_URL', 'B']],
    ['const { A, B: b, C = "1" } = process.env;', ['A', 'B', 'C?']],
    ['const a = process.env.A ?? "x"; const b = process.env.B || 1;', ['A?', 'B?']],
    ['if (process.env.A) {} if (process.env.B === "1") {} const c = process.env.C ? 1 : 2;', ['A?', 'B?', 'C?']],
    ['const a = process.env.A ?? ""; use(process.env.A)', ['A']],
    ['process.env.A = "1"', []],
    ['process.env.AWS_REGION + process.env.NODE_ENV + process.env.LAMBDA_TASK_ROOT', []],
    ['// process.env.A', []],
    ['const env = process.env; env.A', []],
  ])('%s reads %j', (text, names) => {
    expect(variables(text)).toEqual(names);
  });

  test('tests and infrastructure read for themselves', () => {
    expect(findVariables(files({ 'test/a.test.ts': 'process.env.A', 'bin/app.ts': "import { App } from 'aws-cdk-lib'; process.env.B" }))).toEqual([]);
  });
});

describe('finding routes', () => {
  const routes = (entries: Readonly<Record<string, string>>) => findRoutes(files(entries)).map(({ method, path }) => `${method} ${path}`);

  test.each([
    ["switch (event.routeKey) { case 'GET /orders/{id}': break; case \"POST /orders\": }", ['GET /orders/{id}', 'POST /orders']],
    ["app.get('/orders/:id', f); router.post('/orders', f)", ['GET /orders/{id}', 'POST /orders']],
    ["if (method === 'POST' && rawPath === '/quotes') {}\nif (path === '/health') {}", ['GET /health', 'POST /quotes']],
    ["if (rawPath.startsWith('/things/')) {}", ['GET /things/{id}']],
    [String.raw`const m = /^\/orders\/([^/]+)\/lines\/(?<line>\d+)$/.exec(path)`, ['GET /orders/{id}/lines/{line}']],
    ["import x from './a.ts'; fetch(`${base}/products/1`); const re = /a\\/b/;", []],
  ])('%s', (text, expected) => {
    expect(routes({ 'src/a.ts': text })).toEqual(expected);
  });

  test('templates name some too', () => {
    const yaml = 'functions:\n  a:\n    events:\n      - httpApi: GET /a/{x}\n      - http:\n          path: b/{proxy+}\n          method: post\n';
    expect(routes({ 'serverless.yml': yaml })).toEqual(['GET /a/{x}', 'POST /b/{proxy}']);
  });

  test('values come from what the tests ask for', () => {
    const found = findRoutes(files({ 'src/a.ts': "'GET /orders/{id}/lines/{line}'", 'test/a.test.ts': "call('/orders/ord-1/lines/7'); call('/orders/ord-2/lines/7?x=1'); call('/other/1')" }));
    expect(found[0]?.values).toEqual({ id: ['ord-1', 'ord-2'], line: ['7'] });
  });
});

describe('finding the test command', () => {
  const command = (scripts: Readonly<Record<string, string>>) => findTestCommand(JSON.stringify({ scripts }));

  test.each([
    [{ test: "node --test 'test/*.test.ts'" }, ['npm', 'test'], 'node'],
    [{ test: 'vitest run' }, ['npm', 'test'], 'vitest'],
    [{ test: 'CI=1 jest --ci' }, ['npm', 'test'], 'jest'],
    [{ test: 'npm run lint && npm run unit', lint: 'eslint .', unit: 'jest' }, ['npm', 'run', 'unit'], 'jest'],
    [{ test: 'tsc --noEmit && cross-env A=1 node --import tsx --test "test/a b.ts"' }, ['node', '--import', 'tsx', '--test', 'test/a b.ts'], 'node'],
    [{ test: 'mocha', 'test:unit': 'vitest' }, ['npm', 'run', 'test:unit'], 'vitest'],
  ])('%j', (scripts, words, runner) => {
    expect(command(scripts)).toEqual({ command: words, runner });
  });

  test.each([
    [{ test: 'mocha -r ts-node/register' }, 'mocha -r ts-node/register'],
    [{ test: 'echo "Error: no test specified" && exit 1' }, undefined],
    [{}, undefined],
    [{ test: 'npm run test' }, 'npm run test'],
    [{ test: 'eslint-plugin-jest-check' }, 'eslint-plugin-jest-check'],
  ])('%j has none that can be read', (scripts, unknown) => {
    expect(command(scripts as unknown as Record<string, string>)).toEqual({ unknown });
  });

  test('a package.json that is broken or missing has none', () => {
    for (const text of [undefined, '{', 'null', '{"scripts": []}']) expect(findTestCommand(text)).toEqual({ unknown: undefined });
  });
});

describe('an upstream in words', () => {
  test('with an address is ready when that answers', () => {
    expect(upstreamFrom('CATALOGUE_URL=http://127.0.0.1:4001 node "mocks/a b.mjs" --port 4001')).toEqual({
      ok: true,
      environment: { CATALOGUE_URL: 'http://127.0.0.1:4001' },
      upstream: { name: 'catalogue', command: ['node', 'mocks/a b.mjs', '--port', '4001'], environment: {}, ready: { url: 'http://127.0.0.1:4001' }, provides: {} },
    });
  });

  test('with keys is ready when it prints them', () => {
    expect(upstreamFrom('A_URL=.a B_URL=.b node up.ts')).toMatchObject({ ok: true, environment: {}, upstream: { ready: { stdoutJson: true }, provides: { A_URL: 'a', B_URL: 'b' } } });
  });

  test.each(['node up.ts', 'A=1 node up.ts', 'A_URL=http://x', ''])('without either, or without a command, is refused: %j', (text) => {
    expect(upstreamFrom(text).ok).toBe(false);
  });
});

describe('finding what a remedy may touch', () => {
  test('is where the code and the tests of the service are, and nothing else', () => {
    const repository = files({ 'a/src/x.ts': '', 'a/lib/y.ts': '', 'a/test/x.test.ts': '', 'a/dist/x.js': '', 'a/infra/stack.ts': "import { App } from 'aws-cdk-lib'", 'a/README.md': '', 'b/src/z.ts': '' });
    expect(findScope('a', repository)).toEqual(['lib/', 'src/', 'test/']);
  });

  test('is everything when code stands in the root', () => {
    expect(findScope('.', files({ 'index.ts': '', 'lib/y.ts': '' }))).toEqual(['./']);
  });
});
