import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Diagnosis } from '../../../../cli/doctor/diagnosis.ts';
import { doctor, type DoctorRequest, runDoctor } from '../../../../cli/doctor/doctor.ts';
import { recordingHost } from '../recording-host.ts';

let template: string;
let root: string;
let repository: string;
const git = (...words: string[]) => execFileSync('git', ['-C', repository, '-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', ...words], { encoding: 'utf8' });
const commit = () => {
  git('add', '-A');
  git('commit', '-q', '-m', 'x');
};

const CONFIG = { targets: [{ id: 'menu', repository: 'menu', entry: 'src/a.ts', test: { command: 'npm test' } }], local: { menu: { load: { routes: [{ path: '/' }] } } } };

beforeAll(() => {
  template = mkdtempSync(join(tmpdir(), 'doctor-'));
  repository = join(template, 'menu');
  mkdirSync(join(repository, 'src'), { recursive: true });
  git('init', '-q', '-b', 'main');
  writeFileSync(join(repository, 'src', 'a.ts'), 'export const handler = 1');
  writeFileSync(join(repository, 'package.json'), JSON.stringify({ scripts: { test: 'node --test' } }));
  commit();
});
afterAll(() => rmSync(template, { recursive: true, force: true }));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'doctor-'));
  cpSync(template, root, { recursive: true });
  repository = join(root, 'menu');
  configure(CONFIG);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const configure = (config: unknown) => writeFileSync(join(root, 'pawl.config.json'), JSON.stringify(config));
const request = (): DoctorRequest => ({ config: join(root, 'pawl.config.json'), state: join(root, '.pawl'), port: 0, environment: {} });
const of = (found: readonly Diagnosis[], name: string) => found.find((each) => each.name === name);

describe('doctor', () => {
  test('finds nothing to complain of in a healthy target, and changes nothing', async () => {
    const found = (await doctor(request())).filter(({ name }) => name.startsWith('menu'));
    expect(found.map(({ name, status }) => `${name} ${status}`)).toEqual(['menu: working copy ok', 'menu: entry ok', 'menu: packages ok', 'menu: tests ok', 'menu: load ok']);
    expect(existsSync(join(root, '.pawl'))).toBe(false);
    expect(git('status', '--porcelain')).toBe('');
  });

  test.each<[string, () => void, string, Diagnosis['status']]>([
    ['a repository that is not there', () => rmSync(repository, { recursive: true }), 'menu: repository', 'error'],
    ['a folder that is no repository', () => rmSync(join(repository, '.git'), { recursive: true }), 'menu: repository', 'error'],
    ['a branch without commits', () => configure({ targets: [{ ...CONFIG.targets[0], repository: { location: 'menu', branch: 'live' } }] }), 'menu: branch', 'error'],
    ['an entry that was never committed', () => configure({ targets: [{ ...CONFIG.targets[0], entry: 'src/b.ts' }] }), 'menu: entry', 'error'],
    ['uncommitted changes', () => writeFileSync(join(repository, 'src', 'a.ts'), 'changed'), 'menu: working copy', 'warning'],
    ['a test script that does not exist', () => configure({ targets: [{ ...CONFIG.targets[0], test: { command: 'npm run unit' } }] }), 'menu: tests', 'error'],
    ['a runner that is not installed', () => configure({ targets: [{ ...CONFIG.targets[0], test: { command: 'npx vitest run' } }] }), 'menu: tests', 'error'],
    ['no load', () => configure({ targets: CONFIG.targets }), 'menu: load', 'warning'],
    ['recorded requests that are not there', () => configure({ ...CONFIG, local: { menu: { load: { requests: 'none.jsonl' } } } }), 'menu: load', 'error'],
    ['an upstream in a folder that is not there', () => configure({ ...CONFIG, local: { menu: { upstreams: [{ name: 'up', command: ['up'], directory: 'none', ready: { stdoutJson: true } }] } } }), 'menu: upstream up', 'error'],
    ['no config', () => rmSync(join(root, 'pawl.config.json')), 'config', 'warning'],
  ])('tells of %s, with what to do', async (_what, spoil, name, status) => {
    spoil();
    const diagnosis = of(await doctor(request()), name);
    expect(diagnosis?.status).toBe(status);
    expect(diagnosis?.advice).not.toBe('');
  });

  test('tells of packages that are not installed', async () => {
    writeFileSync(join(repository, 'package.json'), JSON.stringify({ scripts: { test: 'node --test' }, dependencies: { a: '1' } }));
    commit();
    expect(of(await doctor(request()), 'menu: packages')).toMatchObject({ status: 'error', advice: `run \`npm ci\` in ${repository}` });
    mkdirSync(join(repository, 'node_modules'));
    expect(of(await doctor(request()), 'menu: packages')).toMatchObject({ status: 'ok' });
  });

  test('tells each mistake of a config by itself, and ends with exit code 1', async () => {
    configure({ targets: [{ id: 'menu' }] });
    const { host, messages } = recordingHost();
    expect(await runDoctor(request(), host)).toBe(1);
    expect(messages.filter(({ data }) => data?.['name'] === 'config')).toHaveLength(2);
    expect(messages.at(-1)).toMatchObject({ level: 'result', text: '2 things to do before Pawl can run.', data: { ok: false, errors: 2 } });
  });

  test('ends with exit code 0 while there are only warnings', async () => {
    writeFileSync(join(repository, 'src', 'a.ts'), 'changed');
    const { host, messages } = recordingHost();
    expect(await runDoctor(request(), host)).toBe(0);
    expect(messages.at(-1)?.text).toMatch(/^Pawl can run; \d things? could be better\.$/);
  });
});
