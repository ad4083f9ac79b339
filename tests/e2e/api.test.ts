import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { afterEach, expect, it } from 'vitest';
import { isAlive } from '../../local/machine/detached-process.ts';
import { eventually, runCli, startCli, type RunningPawl } from '../support/pawl-cli.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/parcel-desk', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'pawl-doors-'));
let pawl: RunningPawl | undefined;

afterEach(async () => {
  pawl?.child.kill('SIGTERM');
  await pawl?.finished;
  rmSync(folder, { recursive: true, force: true });
});

it('opens with Pawl, starts a cycle once for one key, and ends with Pawl', { timeout: 120_000 }, async () => {
  cpSync(FIXTURE, folder, { recursive: true });
  for (const words of [['init', '--quiet', '--initial-branch=trunk'], ['add', '.'], ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '--message', 'Desk']]) execFileSync('git', words, { cwd: folder });
  expect((await runCli(folder, 'init', '--yes', '--id', 'parcel-desk', '--entry', 'lambda/main.ts#main', '--upstream', 'CARRIER_BASE=.base node mocks/carrier.mjs')).code).toBe(0);
  pawl = startCli(folder, 'run', '--no-self-start');
  const { messages, child, finished } = pawl;
  const told = await eventually('No link was printed', 60_000, () => messages.find(({ code }) => code === 'PAWL-DOORS-010'));
  const { link: address } = z.object({ link: z.url() }).parse(told.data);
  const link = new URL(address);
  const authorization = `Bearer ${link.hash.replace('#token=', '')}`;
  const start = () => fetch(new URL('v1/start-cycle', link), { method: 'POST', body: '{"dryRun":true}', headers: { authorization, 'content-type': 'application/json', 'idempotency-key': 'once' } });
  const [first, again] = [await start(), await start()];
  expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 200, 'true']);
  const { cycleId } = (await first.json()) as { cycleId: string };
  await eventually('The cycle did not end', 60_000, async () => {
    const shown = (await (await fetch(new URL(`v1/show-cycle?cycleId=${cycleId}`, link), { headers: { authorization } })).json()) as { state: string };
    return shown.state === 'completed' ? shown : undefined;
  });
  // No token stands in a file of the state folder, but in the credentials' hashes.
  const { pid } = JSON.parse(readFileSync(join(folder, '.pawl', 'doors.json'), 'utf8')) as { pid: number };
  expect(readFileSync(join(folder, '.pawl', 'logs', 'doors.log'), 'utf8')).not.toContain('pawl_');
  child.kill('SIGTERM');
  await finished;
  pawl = undefined;
  await eventually('The doors outlived Pawl', 10_000, () => (isAlive(pid) ? undefined : true));
  expect(existsSync(join(folder, '.pawl', 'pawl.sqlite'))).toBe(true);
});
