import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { initConfig } from '../../../../cli/init/init-config.ts';
import type { InitRequest } from '../../../../cli/init/init-request.ts';
import { parseConfig } from '../../../../shared/config/config-file.ts';
import { recordingHost } from '../recording-host.ts';

let root: string;
let template: string;
const git = (...words: string[]) => execFileSync('git', ['-C', root, '-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', ...words], { encoding: 'utf8' });

function write(entries: Readonly<Record<string, string>>) {
  for (const [path, text] of Object.entries(entries)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const SERVICE = {
  'package.json': JSON.stringify({ name: '@acme/Menu_Service', type: 'module', scripts: { test: 'vitest run' } }),
  'src/index.ts': 'import { kitchen } from "./kitchen.ts"\nexport async function handler(event) {\n  if (event.routeKey === "GET /dishes/{name}") return kitchen()\n  if (event.routeKey === "POST /orders") return 1\n}\n',
  'src/kitchen.ts': 'export const kitchen = () => fetch(process.env.KITCHEN_URL + "/x")\n',
  'src/index.test.ts': 'call("/dishes/soup")\n',
};

beforeAll(() => {
  template = mkdtempSync(join(tmpdir(), 'init-'));
  root = template;
  git('init', '-q', '-b', 'trunk');
  write(SERVICE);
  git('add', '-A');
  git('commit', '-q', '-m', 'Serve dishes');
});
afterAll(() => rmSync(template, { recursive: true, force: true }));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'init-'));
  cpSync(template, root, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const request = (more: Partial<InitRequest> = {}): InitRequest => ({ repository: root, output: join(root, 'pawl.config.json'), force: false, yes: true, ...more });
const written = () => JSON.parse(readFileSync(join(root, 'pawl.config.json'), 'utf8')) as unknown;

describe('init without questions', () => {
  test('writes a config that can be read, from what it finds', async () => {
    const { host, questions } = recordingHost();
    expect(await initConfig(request({ upstreams: ['KITCHEN_URL=http://127.0.0.1:4001 node kitchen.mjs'], ratePerSecond: 20 }), host)).toMatchObject({ ok: true });
    expect(questions).toEqual([]);
    expect(written()).toEqual({
      preset: 'demo',
      targets: [
        {
          id: 'menu-service',
          repository: { location: '.', branch: 'trunk' },
          entry: 'src/index.ts',
          test: { command: ['npm', 'test'], runner: 'vitest' },
          limits: { timeoutSeconds: 10, memoryMb: 256 },
          scope: ['src/'],
          autonomy: { recipe: 'approve', model: 'approve', person: 'approve' },
        },
      ],
      local: {
        'menu-service': {
          environment: { KITCHEN_URL: 'http://127.0.0.1:4001' },
          upstreams: [{ name: 'kitchen', command: ['node', 'kitchen.mjs'], ready: { url: 'http://127.0.0.1:4001' } }],
          load: { ratePerSecond: 20, routes: [{ method: 'GET', path: '/dishes/{name}', parameters: { name: { list: ['soup'] } } }] },
        },
      },
    });
    expect(parseConfig(JSON.stringify(written()), {}, { directory: root }).ok).toBe(true);
  });

  test('takes a value that nobody gave from where Pawl runs, and says that it has to be set there', async () => {
    const { host, texts } = recordingHost();
    await initConfig(request(), host);
    expect(written()).toMatchObject({ local: { 'menu-service': { environment: { KITCHEN_URL: '${KITCHEN_URL}' } } } });
    expect(texts().join('\n')).toContain('Set KITCHEN_URL where Pawl runs');
    const refused = parseConfig(JSON.stringify(written()), {}, { directory: root });
    expect(refused.ok ? [] : refused.problems.map(({ path }) => path)).toEqual(['local.menu-service.environment.KITCHEN_URL']);
  });

  test('does what the flags say rather than what it finds', async () => {
    writeFileSync(join(root, 'seen.jsonl'), '{"method":"GET","path":"/"}\n');
    const { host } = recordingHost();
    await initConfig(request({ id: 'menu', entry: 'src/kitchen.ts#kitchen', branch: 'main', preset: 'basic', test: 'node --test x', environment: ['KITCHEN_URL=http://k', 'EXTRA=a=b'], requests: join(root, 'seen.jsonl') }), host);
    expect(written()).toMatchObject({
      preset: 'basic',
      targets: [{ id: 'menu', repository: { branch: 'main' }, entry: 'src/kitchen.ts', handlerExport: 'kitchen', test: { command: ['node', '--test', 'x'] } }],
      local: { menu: { environment: { KITCHEN_URL: 'http://k', EXTRA: 'a=b' }, load: { requests: 'seen.jsonl' } } },
    });
  });

  test('finds a service in a folder of a larger repository', async () => {
    write(Object.fromEntries(Object.entries(SERVICE).map(([path, text]) => [`services/menu/${path}`, text])));
    const { host } = recordingHost();
    await initConfig(request({ repository: join(root, 'services', 'menu') }), host);
    expect(written()).toMatchObject({ targets: [{ repository: { location: '.', directory: 'services/menu' }, entry: 'src/index.ts' }] });
  });

  test('keeps its own state out of the service’s git, in this clone only', async () => {
    await initConfig(request(), recordingHost().host);
    mkdirSync(join(root, '.pawl'));
    writeFileSync(join(root, '.pawl', 'x'), '');
    expect(git('status', '--porcelain')).toBe('?? pawl.config.json\n');
  });
});

describe('init with questions', () => {
  test('asks for upstreams until none is left, then for values, then for requests', async () => {
    write({ 'src/more.ts': 'process.env.TOKEN; process.env.OPTIONAL ?? 1' });
    const { host, questions } = recordingHost({ 'PAWL-INIT-ASK-UPSTREAM': ['node kitchen.mjs', 'KITCHEN_URL=.kitchen node kitchen.mjs', ''], 'PAWL-INIT-ASK-VALUE': ['secret'] });
    await initConfig(request({ yes: false }), host);
    expect(questions.map(({ code }) => code)).toEqual(['PAWL-INIT-ASK-UPSTREAM', 'PAWL-INIT-ASK-UPSTREAM', 'PAWL-INIT-ASK-UPSTREAM', 'PAWL-INIT-ASK-VALUE', 'PAWL-INIT-ASK-REQUESTS']);
    expect(questions[1]?.text).toContain('says neither an address');
    expect(questions[2]?.text).toContain('It reads TOKEN.');
    expect(written()).toMatchObject({ local: { 'menu-service': { environment: { TOKEN: 'secret' }, upstreams: [{ provides: { KITCHEN_URL: 'kitchen' } }] } } });
  });

  test('lets a person choose between handlers', async () => {
    write({ 'src/other.ts': 'export const handler = 1' });
    const { host, questions } = recordingHost({ 'PAWL-INIT-ASK-ENTRY': ['src/other.ts#handler'] });
    await initConfig(request({ yes: false }), host);
    expect(questions[0]?.choices).toEqual(['src/index.ts#handler', 'src/other.ts#handler']);
    expect(written()).toMatchObject({ targets: [{ entry: 'src/other.ts' }] });
  });
});

describe('init refuses', () => {
  test('everything that is wrong at once, and writes nothing', async () => {
    const { host, messages } = recordingHost();
    expect(await initConfig(request({ entry: 'src/none.ts', environment: ['A'], upstreams: ['node up'], requests: join(root, 'none') }), host)).toEqual({ ok: false });
    expect(messages.map(({ level, data }) => [level, data?.['path']])).toEqual([
      ['error', '--upstream node up'],
      ['error', '--env A'],
      ['error', `--requests ${join(root, 'none')}`],
      ['error', '--entry'],
    ]);
    expect(existsSync(join(root, 'pawl.config.json'))).toBe(false);
  });

  test('to write over a config, unless told to', async () => {
    write({ 'pawl.config.json': 'mine' });
    expect(await initConfig(request(), recordingHost().host)).toEqual({ ok: false });
    expect(readFileSync(join(root, 'pawl.config.json'), 'utf8')).toBe('mine');
    expect(await initConfig(request({ force: true }), recordingHost().host)).toMatchObject({ ok: true });
  });

  test('a preset or an id that does not exist', async () => {
    const { host, messages } = recordingHost();
    expect(await initConfig(request({ preset: 'fast', id: 'No Id', environment: ['KITCHEN_URL=x'] }), host)).toEqual({ ok: false });
    expect(messages.map(({ data }) => data?.['path'])).toEqual(['preset', 'targets[0].id']);
  });

  test('a folder that is not in a git repository, and a repository without a handler', async () => {
    const bare = mkdtempSync(join(tmpdir(), 'bare-'));
    const { host, texts } = recordingHost();
    await initConfig(request({ repository: bare, output: join(bare, 'c.json') }), host);
    execFileSync('git', ['-C', bare, 'init', '-q']);
    await initConfig(request({ repository: bare, output: join(bare, 'c.json') }), host);
    rmSync(bare, { recursive: true });
    expect(texts()).toEqual([expect.stringContaining('is not in a git repository'), expect.stringContaining('exports a handler')]);
  });
});

describe('init with the probe', () => {
  test('puts package and line into the working copy, says so, and does it once', async () => {
    const { host, texts } = recordingHost();
    await initConfig(request({ probe: true }), host);
    expect(readFileSync(join(root, 'src/index.ts'), 'utf8')).toContain('export const handler = probe(async function handler(event) {');
    expect(JSON.parse(readFileSync(join(root, 'vendor/pawl-probe/package.json'), 'utf8'))).toMatchObject({ name: '@pawl/probe' });
    expect(texts().join('\n')).toContain('npm install ./vendor/pawl-probe');
    const once = readFileSync(join(root, 'src/index.ts'), 'utf8');
    await initConfig(request({ probe: true, force: true }), recordingHost().host);
    expect(readFileSync(join(root, 'src/index.ts'), 'utf8')).toBe(once);
  });

  test('says how to put it in by hand where it does not understand the handler', async () => {
    write({ 'src/index.ts': 'const handler = 1;\nexport { handler };\n' });
    const { host, texts } = recordingHost();
    await initConfig(request({ probe: true }), host);
    expect(texts().join('\n')).toContain('Wrap the handler in src/index.ts by hand');
  });
});
