import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endDoors, ensureDoors } from '../../../local/doors/ensure-doors.ts';
import { tellLink } from '../../../local/doors/tell-link.ts';
import { stateFolder } from '../../../local/machine/state-folder.ts';
import { provePerson } from '../../../local/machine/prove-person.ts';
import { createRecordingHost } from '../../../local/terminal/recording-host.ts';
import { SqliteItemStore } from '../../../shared/adapters/local/sqlite-item-store.ts';
import { systemClock } from '../../../shared/adapters/local/system-clock.ts';
import type { NewCredential } from '../../../shared/domain/credential.ts';
import { Credentials } from '../../../shared/store/credentials.ts';
import { repositoriesIn } from '../../../shared/store/repositories.ts';
import { improvementIn } from '../../unit/lambdas/api/mcp/mcp-world.ts';

const BIN = fileURLToPath(new URL('../../../bin/pawl.mjs', import.meta.url));
const HOSTILE = '\u001b]0;owned\u0007\u009b2Jx\r\n2026-01-05T12:00:00.000Z  orders  ada  approved  imp-1';

let folder: string;
let store: SqliteItemStore;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pawl-siege-'));
  mkdirSync(join(folder, 'orders', 'src'), { recursive: true });
  writeFileSync(join(folder, 'orders', 'src', 'handler.ts'), 'export const handler = async () => ({ statusCode: 200 });\n');
  writeFileSync(join(folder, 'pawl.config.json'), JSON.stringify({ targets: [{ id: 'orders', repository: './orders', entry: 'src/handler.ts', test: { command: ['node', '--test'], runner: 'node' }, limits: { timeoutSeconds: 3, memoryMb: 256, concurrency: 10 } }] }));
  store = new SqliteItemStore(stateFolder(join(folder, '.pawl')).store, systemClock);
  const { improvements, audit } = repositoriesIn(store);
  await improvements.create({ ...improvementIn('awaiting-approval'), title: HOSTILE, proposedBy: 'maria', report: { passed: true, checks: [], quality: 0.9, testsPassed: 4, isolation: 'sandbox', digest: 'digest-1' } });
  await audit.append({ targetId: 'orders', at: systemClock.now(), who: 'maria', what: 'said', reason: HOSTILE });
  const credentials = new Credentials(store);
  const make = async (vary: Partial<NewCredential> & { readonly name: string }) => (await credentials.create({ kind: 'person', may: ['read', 'operate', 'decide', 'administer'], tenants: 'all', ...vary }, { by: 'test', at: systemClock.now() })).token;
  tokens['agent'] = await make({ name: 'helper', kind: 'agent' });
  tokens['program'] = await make({ name: 'pipeline', kind: 'program' });
  tokens['reader'] = await make({ name: 'viewer', may: ['read', 'operate'] });
  tokens['over'] = await make({ name: 'leaver', expiresAt: systemClock.now() - 1 });
  const left = await make({ name: 'gone' });
  await credentials.revoke(left.slice(5, 21), { by: 'test', at: systemClock.now() });
  tokens['revoked'] = left;
  tokens['proposer'] = await make({ name: 'maria' });
  tokens['ada'] = await make({ name: 'ada' });
  writeFileSync(join(folder, '.env'), `PAWL_TOKEN=${tokens['ada'] ?? ''}\n`);
  writeFileSync(join(folder, 'orders', '.env'), `PAWL_TOKEN=${tokens['ada'] ?? ''}\n`);
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As somebody types it, with a token in the environment or none; nobody sits there who could be asked. */
const pawl = async (words: readonly string[], token?: string): Promise<{ readonly code: number | null; readonly text: string }> => {
  const { PAWL_TOKEN: _, ...environment } = process.env;
  const child = spawn(process.execPath, [BIN, ...words], { cwd: folder, env: { ...environment, ...(token === undefined ? {} : { PAWL_TOKEN: token }) }, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [code, ...texts] = await Promise.all([closed, textOf(child.stdout), textOf(child.stderr)]);
  return { code, text: texts.join('') };
};
const isUntouched = async (): Promise<void> => {
  const { improvements } = repositoriesIn(store);
  expect(await improvements.find('imp-1')).toMatchObject({ state: 'awaiting-approval' });
  expect(await improvements.find('imp-1')).not.toHaveProperty('approval');
  expect((await new Credentials(store).list()).map(({ name }) => name).toSorted()).toEqual(['ada', 'gone', 'helper', 'leaver', 'maria', 'pipeline', 'viewer']);
};

describe('from a shell, which a coding agent has too', () => {
  it.each<[string, readonly string[], string | undefined]>([
    ['a yes without a token, though one lies in .env beside it', ['approve', 'imp-1'], undefined],
    ['a yes by who proposed it', ['approve', 'imp-1'], 'proposer'],
    ['a credential with an agent’s token', ['create-credential', 'eve', '--kind', 'person', '--may', 'decide', '--tenants', 'all'], 'agent'],
  ])('%s is none', async (_, words, who) => {
    const { code, text } = await pawl(words, who === undefined ? undefined : tokens[who]);
    expect(code === 0).toBe(false);
    expect(text).not.toMatch(/pawl_[0-9a-f]{16}_/);
    await isUntouched();
  });

  it.each(['nobody', 'agent', 'program', 'reader', 'over', 'revoked', 'somebody who lost its end'])('the token of %s proves no person who may decide', async (who) => {
    const said = who.startsWith('somebody') ? (tokens['ada'] ?? '').slice(0, -1) : tokens[who];
    const proven = await provePerson({ store, clock: systemClock }, { environment: said === undefined ? {} : { PAWL_TOKEN: said }, ask: async () => undefined });
    expect(proven).toMatchObject({ ok: false, kind: 'forbidden' });
    expect(JSON.stringify(proven)).not.toContain('pawl_');
  });

  it('whether a yes is theirs to give is told of who shows a token, and of nobody by an agent’s', async () => {
    const [mine, nobodys, agents] = await Promise.all([pawl(['list-approvals'], tokens['proposer']), pawl(['list-approvals']), pawl(['list-approvals'], tokens['agent'])]);
    expect([mine.code, mine.text]).toEqual([0, expect.stringContaining('maria proposed it')]);
    for (const { code, text } of [nobodys, agents]) expect([code, text]).toEqual([0, expect.stringContaining('may not decide')]);
  });

  it('an export of the audit log is its owner’s only, also over a file that others could read; one that is not there is a mistake in the words', async () => {
    const out = join(folder, 'audit.jsonl');
    writeFileSync(out, 'x', { mode: 0o644 });
    expect((await pawl(['audit', 'export', '--out', out])).code).toBe(0);
    expect((statSync(out).mode & 0o777).toString(8)).toBe('600');
    expect((await pawl(['audit', 'verify', '--file', out])).code).toBe(0);
    const missing = await pawl(['audit', 'verify', '--file', join(folder, 'none.jsonl')]);
    expect([missing.code, missing.text]).toEqual([2, expect.stringMatching(/There is no file .*none\.jsonl. `pawl audit export/)]);
  });

  it('what somebody wrote commands no terminal and makes up no record', async () => {
    for (const words of [['audit', 'orders'], ['show', 'imp-1']]) {
      const { text } = await pawl(words);
      // oxlint-disable-next-line no-control-regex -- these are what must not come out
      expect([words, text.replaceAll(/\u001b\[\d*m/g, '').match(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/g)]).toEqual([words, null]);
      expect([words, text.split('\n').filter((line) => line.startsWith('2026-01-05T12:00:00.000Z'))]).toEqual([words, []]);
    }
  });
});

describe('the doors’ own process', () => {
  it('has no token in its words, its environment, its file, its log or anything of the folder; the link has the only one', async () => {
    const state = stateFolder(join(folder, '.pawl'));
    const doors = await ensureDoors(state, join(folder, 'pawl.config.json'));
    try {
      const host = createRecordingHost();
      await tellLink({ folder: state, host }, doors.url);
      const secret = /#token=pawl_[0-9a-f]{16}_(\S{43})/.exec(host.messages[0]?.text ?? '')?.[1] ?? '';
      expect(secret).toHaveLength(43);
      expect((await fetch(`${doors.url}v1/who-am-i`)).status).toBe(401);
      for (const place of ['cmdline', 'environ']) expect(process.platform === 'linux' ? readFileSync(`/proc/${doors.pid}/${place}`, 'latin1') : '').not.toContain(secret);
      const files = readdirSync(state.root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      expect(files.some((file) => file.endsWith('doors.json'))).toBe(true);
      for (const file of files) for (const one of [secret, ...Object.values(tokens).map((token) => token.slice(-43))]) expect([file, readFileSync(file, 'latin1').includes(one)]).toEqual([file, false]);
    } finally {
      await endDoors(state);
    }
  });
});
