import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { Credentials } from '../../shared/store/credentials.ts';
import { eventually, runCli, startCli, type RunningPawl } from '../support/pawl-cli.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/parcel-desk', import.meta.url));
const Status = z.object({ targets: z.array(z.object({ routing: z.object({ version: z.string() }).optional() })), recent: z.array(z.object({ id: z.string(), state: z.string(), title: z.string(), reason: z.string().optional() })) });

let folder: string;
let pawl: RunningPawl | undefined;

const git = (...words: string[]): string => execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...words], { cwd: folder, encoding: 'utf8' });
const status = async () => {
  const { code, messages, stderr } = await runCli(folder, 'status');
  if (code !== 0) throw new Error(`pawl status ended with ${code}: ${messages.map(({ text }) => text).join(' ')} ${stderr}`);
  return Status.parse(messages.at(-1)?.data);
};

/** As the page's owner would make one for somebody else. */
const tokenOf = async (name: string): Promise<string> => {
  const store = new SqliteItemStore(join(folder, '.pawl', 'pawl.sqlite'), systemClock);
  const { token } = await new Credentials(store).create({ name, kind: 'person', may: ['read', 'decide'], tenants: 'all' }, { by: 'ada', at: Date.now() });
  store.close();
  return token;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pawl-own-'));
  cpSync(FIXTURE, folder, { recursive: true });
  git('init', '--quiet', '--initial-branch=trunk');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Desk for parcels');
});

afterEach(async () => {
  pawl?.child.kill('SIGTERM');
  await pawl?.finished;
  rmSync(folder, { recursive: true, force: true });
});

// One more try: a canary that stays inconclusive on a noisy machine is Pawl's right, and not what is tested here.
it('improves a service that it has never seen, by the README alone', { retry: 1, timeout: 600_000 }, async () => {
  const init = await runCli(folder, 'init', '--yes', '--id', 'parcel-desk', '--entry', 'lambda/main.ts#main', '--upstream', 'CARRIER_BASE=.base node mocks/carrier.mjs', '--route', 'GET /shipments/S{id}', '--rate', '60', '--probe');
  expect(init.code, JSON.stringify(init.messages)).toBe(0);
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', './vendor/pawl-probe'], { cwd: folder });
  git('add', '.');
  git('commit', '--quiet', '--message', 'Report each request through the probe');
  expect((await runCli(folder, 'doctor')).code).toBe(0);

  pawl = startCli(folder, 'run');
  const running = pawl;
  await eventually('Pawl was not on', 60_000, () => running.messages.find(({ code }) => code === 'PAWL-RUN-001'));

  const waiting = await eventually('Nothing waited for a yes', 120_000, async () => {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    return (await status()).recent.find(({ state }) => state === 'awaiting-approval');
  });
  const mainBefore = git('rev-parse', 'trunk').trim();
  const unproven = await runCli(folder, 'approve', waiting.id);
  expect([unproven.code, unproven.messages.at(-1)?.text]).toEqual([1, expect.stringContaining('PAWL_TOKEN')]);
  process.env['PAWL_TOKEN'] = await tokenOf('grace');
  const approved = await runCli(folder, 'approve', waiting.id);
  delete process.env['PAWL_TOKEN'];
  expect(approved.code, JSON.stringify(approved.messages)).toBe(0);
  const settled = await eventually('It was not promoted', 200_000, async () => {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    return (await status()).recent.find(({ id, state }) => id === waiting.id && ['promoted', 'rolled-back', 'inconclusive', 'failed', 'superseded'].includes(state));
  });
  expect(settled.state, settled.reason).toBe('promoted');

  expect(git('rev-parse', 'trunk').trim()).not.toBe(mainBefore);
  expect(git('show', 'trunk:lambda/desk.ts')).toContain('lastScans');
  expect(git('status', '--porcelain')).toBe('');
  expect(git('branch', '--list', 'pawl/*').trim()).toBe('');
  expect((await status()).targets[0]?.routing?.version).toBe('2');

  const removed = await runCli(folder, 'remove', 'parcel-desk');
  expect(removed.code, JSON.stringify(removed.messages)).toBe(0);
  const report = await runCli(folder, 'report');
  const { html } = z.object({ html: z.string() }).parse(report.messages.at(-1)?.data);
  expect(readFileSync(html, 'utf8')).toContain('lastScans');

  running.child.kill('SIGTERM');
  const { code, messages } = await running.finished;
  expect(code).toBe(0);
  expect(messages.some(({ code: said, text }) => said === 'PAWL-WHOLE-001' && text.includes('version 2'))).toBe(true);
  pawl = undefined;
});
