import { describe, expect, test } from 'vitest';
import { configJsonSchema } from '../../../../shared/config/config-schema.ts';
import { type ConfigOptions, parseConfig } from '../../../../shared/config/config-file.ts';
import { problemText } from '../../../../shared/config/problem.ts';
import type { Environment } from '../../../../shared/config/settings-from-environment.ts';

const target = { id: 'orders', repository: '../orders', entry: 'src/handler.ts' };

const read = (file: unknown, environment: Environment = {}, options: Partial<ConfigOptions> = {}) =>
  parseConfig(typeof file === 'string' ? file : JSON.stringify(file), environment, { directory: '/srv/here', ...options });

const problemsIn = (...request: Parameters<typeof read>) => {
  const result = read(...request);
  return result.ok ? [] : result.problems;
};

const pathsIn = (...request: Parameters<typeof read>) => problemsIn(...request).map(({ path }) => path);

const configIn = (...request: Parameters<typeof read>) => {
  const result = read(...request);
  if (!result.ok) throw new Error(result.problems.map(problemText).join('\n'));
  return result.config;
};

describe('a legal file', () => {
  test('needs no more of a target than its id, where it lives and its entry', () => {
    expect(configIn({ targets: [target] }).targets).toEqual([
      {
        id: 'orders',
        functionName: 'orders',
        alias: 'live',
        shared: false,
        repository: { location: '/srv/orders', branch: 'main', directory: '.' },
        entry: 'src/handler.ts',
        handlerExport: 'handler',
        test: { command: ['node', '--test'], runner: 'node' },
        limits: { timeoutSeconds: 10, memoryMb: 256, concurrency: 50 },
        environment: {},
        autonomy: { recipe: 'approve', model: 'approve', person: 'approve' },
        scope: ['src/', 'test/', 'tests/'],
      },
    ]);
  });

  test('may leave out some limits and keep the others', () => {
    expect(configIn({ targets: [{ ...target, limits: { timeoutSeconds: 3 } }] }).targets[0]?.limits).toEqual({ timeoutSeconds: 3, memoryMb: 256, concurrency: 50 });
  });

  test('takes a test command as one line, and knows its runner', () => {
    const { test: command } = configIn({ targets: [{ ...target, test: { command: 'node node_modules/jest/bin/jest.js --ci "a b"' } }] }).targets[0] ?? {};
    expect(command).toEqual({ command: ['node', 'node_modules/jest/bin/jest.js', '--ci', 'a b'], runner: 'jest' });
  });

  test('lets a remedy touch everything when the entry stands in the root', () => {
    expect(configIn({ targets: [{ ...target, entry: './index.ts' }] }).targets[0]).toMatchObject({ entry: 'index.ts', scope: ['./'] });
  });

  test('has surroundings for each target, with files made absolute and the environment filled in', () => {
    const local = { orders: { environment: { URL: '${HOST_URL}/v1' }, upstreams: [{ name: 'up', command: ['node', 'up.mjs'], ready: { stdoutJson: true }, provides: { UP_URL: 'up' } }], load: { requests: 'seen.jsonl', ratePerSecond: 7 } } };
    const config = configIn({ targets: [target, { ...target, id: 'other' }], local }, { HOST_URL: 'http://h' });
    expect(config.local.get('orders')).toEqual({
      environment: { URL: 'http://h/v1' },
      upstreams: [{ name: 'up', command: ['node', 'up.mjs'], directory: '/srv/here', environment: {}, ready: { stdoutJson: true }, provides: { UP_URL: 'up' } }],
      load: { kind: 'requests', file: '/srv/here/seen.jsonl', ratePerSecond: 7 },
    });
    expect(config.local.get('other')).toEqual({ environment: {}, upstreams: [] });
  });

  test('may give its load as routes or as a profile', () => {
    const load = (value: object) => configIn({ targets: [target], local: { orders: { load: value } } }).local.get('orders')?.load;
    expect(load({ routes: [{ path: '/a/{id}', parameters: { id: { list: ['1'] } } }] })).toEqual({
      kind: 'routes',
      ratePerSecond: 50,
      routes: [{ method: 'GET', weight: 1, path: '/a/{id}', parameters: { id: { list: ['1'] } }, headers: {} }],
    });
    expect(load({ profile: 'load.json' })).toEqual({ kind: 'profile', file: '/srv/here/load.json' });
  });
});

describe('the order of layers', () => {
  const rate = (file: object, environment: Environment = {}, flags?: ConfigOptions['flags']) =>
    configIn({ targets: [target], ...file }, environment, flags === undefined ? {} : { flags }).settings.rollbackDegradationThreshold;

  test('is preset, file, environment, flags: the later one wins', () => {
    const file = { preset: 'aggressive', settings: { rollbackDegradationThreshold: 0.2 } };
    const environment = { ROLLBACK_DEGRADATION_THRESHOLD: '0.3' };
    expect(rate({ preset: 'aggressive' })).toBe(0.15);
    expect(rate(file)).toBe(0.2);
    expect(rate(file, environment)).toBe(0.3);
    expect(rate(file, environment, { settings: { rollbackDegradationThreshold: 0.4 } })).toBe(0.4);
  });

  test('holds for the name of the preset too', () => {
    const preset = (file: object, environment: Environment, flags?: ConfigOptions['flags']) => configIn({ targets: [target], ...file }, environment, flags === undefined ? {} : { flags }).preset;
    expect(preset({}, {})).toBe('basic');
    expect(preset({ preset: 'demo' }, {})).toBe('demo');
    expect(preset({ preset: 'demo' }, { PAWL_PRESET: 'conservative' })).toBe('conservative');
    expect(preset({ preset: 'demo' }, { PAWL_PRESET: 'conservative' }, { preset: 'aggressive' })).toBe('aggressive');
  });

  test('ends with the target, which decides its own autonomy author by author', () => {
    const config = configIn({ preset: 'demo', settings: { autonomy: { recipe: 'propose' } }, targets: [{ ...target, autonomy: { person: 'observe' } }] });
    expect(config.targets[0]?.autonomy).toEqual({ recipe: 'propose', model: 'approve', person: 'observe' });
  });
});

describe('mistakes', () => {
  test('are all told at once, each with its path and one message', () => {
    const file = {
      preset: 'basik',
      settings: { tickSecond: 3 },
      targets: [
        { id: 'orders', repository: 'x', entry: 'a.ts', limits: { timeoutSeconds: 'long' } },
        { id: 'orders', repository: 'x' },
      ],
    };
    expect(problemsIn(file).map(problemText)).toEqual([
      'preset: must be one of basic, conservative, aggressive, demo, not "basik" — did you mean basic?',
      'settings.tickSecond: is not known — did you mean tickSeconds?',
      'targets[0].limits.timeoutSeconds: must be a number, not "long" — it takes seconds until an invocation is ended, up to 900',
      'targets[1].entry: is missing — add the module that exports the handler, relative to the service folder, like "src/handler.ts"',
      'targets[1].id: "orders" is taken by targets[0] — give each target an id of its own',
    ]);
  });

  test('in file, environment, flags and between settings come together', () => {
    const file = { settings: { canaryWeights: [0.5, 0.1] }, targets: [{ ...target, shared: 'yes' }] };
    expect(pathsIn(file, { MAX_CONCURRENT_IMPROVEMENTS: 'many' }, { flags: { preset: 'x' } })).toEqual(['targets[0].shared', 'MAX_CONCURRENT_IMPROVEMENTS', 'flags.preset']);
    expect(pathsIn(file, { MAX_CONCURRENT_IMPROVEMENTS: 'many' })).toEqual(['targets[0].shared', 'MAX_CONCURRENT_IMPROVEMENTS', 'settings.canaryWeights']);
  });

  test.each([
    ['{"targets": [\n  {"id": \'orders\'}]}', 'line 2, column 10'],
    ['{\n  "targets": [],\n}', 'line 3, column 1'],
    ['', 'line 1, column 1'],
    ['{"a": 1} b', 'line 1, column 10'],
  ])('of JSON itself name line and column: %j', (text, place) => {
    expect(pathsIn(text)).toEqual([place]);
  });

  test.each([['null'], ['[]'], ['"x"'], ['7']])('of the whole file are told: %s', (text) => {
    expect(problemsIn(text).map(({ message }) => message)).toEqual([`must be an object, not ${text}`]);
  });

  test('include a value in quotes, with how to write it', () => {
    expect(problemsIn({ targets: [target], settings: { riskTolerance: '0.1' } }).map(problemText)).toEqual(['settings.riskTolerance: must be a number, not "0.1" — write it without quotes']);
  });

  test.each([['/etc/passwd'], ['../other/a.ts'], ['src/../../a.ts'], ['C:\\a.ts']])('include an entry outside of the repository: %s', (entry) => {
    expect(pathsIn({ targets: [{ ...target, entry }] })).toEqual(['targets[0].entry']);
  });

  test('include an alias of digits only, which Lambda would take for a version', () => {
    expect(pathsIn({ targets: [{ ...target, alias: '12' }] })).toEqual(['targets[0].alias']);
    expect(pathsIn({ targets: [{ ...target, alias: 'v12' }] })).toEqual([]);
  });

  test('include a tenant\'s alias that is everybody\'s, another tenant\'s, or a name that objects are born with', () => {
    const paths = (tenantAliases: Record<string, string>) => pathsIn({ targets: [{ ...target, tenantAliases }] });
    expect(paths({ acme: 'acme', globex: 'globex-live' })).toEqual([]);
    expect(paths({ acme: 'live' })).toEqual(['targets[0].tenantAliases.acme']);
    expect(paths({ acme: 'shared', globex: 'shared' })).toEqual(['targets[0].tenantAliases.globex']);
    expect(paths({ acme: 'constructor' })).toEqual(['targets[0].tenantAliases.acme']);
    expect(paths(Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`t${index}`, `alias-${index}`])))).toEqual(['targets[0].tenantAliases']);
  });

  test('include an alias for a tenant that is not among those listed', () => {
    const file = { targets: [{ ...target, tenantAliases: { acmee: 'acme' } }], tenants: { acme: {}, globex: {} } };
    expect(problemsIn(file).map(problemText)).toEqual(['targets[0].tenantAliases.acmee: is not a tenant — did you mean acme?']);
  });

  test('include surroundings of a target that is not there', () => {
    expect(problemsIn({ targets: [target], local: { order: {} } }).map(problemText)).toEqual(['local.order: is not the id of a target — did you mean orders?']);
  });

  test('include a variable that is not set where Pawl runs', () => {
    const file = { targets: [target], local: { orders: { environment: { CATALOGUE_URL: '${CATALOGUE_URL}' } } } };
    expect(pathsIn(file)).toEqual(['local.orders.environment.CATALOGUE_URL']);
    expect(pathsIn(file, { CATALOGUE_URL: 'http://c' })).toEqual([]);
  });

  test.each([
    [{ load: {} }, 'local.orders.load'],
    [{ load: { profile: 'a', routes: [{ path: '/' }] } }, 'local.orders.load'],
    [{ load: { profile: 'a', season: { amplitude: 0.1, periodSeconds: 60 } } }, 'local.orders.load.season'],
    [{ load: { routes: [{ path: 'x' }] } }, 'local.orders.load.routes[0].path'],
    [{ load: { routes: [{ path: '/{id}' }] } }, 'local.orders.load.routes[0].parameters.id'],
    [{ load: { routes: [{ path: '/', wieght: 2 }] } }, 'local.orders.load.routes[0].wieght'],
    [{ upstreams: [{ name: 'u', command: ['u'], ready: {} }] }, 'local.orders.upstreams[0].ready'],
    [{ upstreams: [{ name: 'u', command: ['u'], ready: { url: 'ftp://x' } }] }, 'local.orders.upstreams[0].ready.url'],
    [{ upstreams: [{ name: 'u', command: ['u'], ready: { url: 'http://x/' }, provides: { A: 'a' } }] }, 'local.orders.upstreams[0].provides'],
    [{ environment: { 'A B': 'x' } }, 'local.orders.environment["A B"]'],
  ])('in the surroundings are told with their path: %j', (local, path) => {
    expect(pathsIn({ targets: [target], local: { orders: local } })).toEqual([path]);
  });

  test('do not hide a wrong chance of error behind an unknown key: α cannot be set', () => {
    expect(problemsIn({ targets: [target], settings: { alpha: 0.2 } }).map(({ message }) => message)).toEqual(['cannot be set']);
  });
});

test('the schema for editors knows every part of the file', () => {
  expect(configJsonSchema()).toMatchObject({ properties: { preset: { enum: ['basic', 'conservative', 'aggressive', 'demo'] }, targets: { type: 'array' }, local: { type: 'object' } }, required: ['targets'], additionalProperties: false });
});
