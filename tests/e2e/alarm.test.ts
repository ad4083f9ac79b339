import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually, runCli, startCli, type RunningPawl } from '../support/pawl-cli.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/parcel-desk', import.meta.url));

let folder: string;
let pawl: RunningPawl | undefined;

const git = (...words: string[]): string => execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...words], { cwd: folder, encoding: 'utf8' });
const version = async (): Promise<string | undefined> => /parcel-desk: version (\d+)/.exec((await runCli(folder, 'status')).messages.at(-1)?.text ?? '')?.[1];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pawl-alarm-'));
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

it('takes a fresh deployment back when a critical alarm rings, and starts an emergency cycle', { timeout: 200_000 }, async () => {
  const init = await runCli(folder, 'init', '--yes', '--id', 'parcel-desk', '--entry', 'lambda/main.ts#main', '--upstream', 'CARRIER_BASE=.base node mocks/carrier.mjs', '--route', 'GET /shipments/S{id}', '--rate', '20');
  expect(init.code, JSON.stringify(init.messages)).toBe(0);
  git('add', '.');
  git('commit', '--quiet', '--message', 'Let Pawl look after it');
  pawl = startCli(folder, 'run', '--no-self-start');
  const running = pawl;
  await eventually('Pawl was not on', 60_000, () => running.messages.find(({ code }) => code === 'PAWL-RUN-001'));
  const first = await version();

  const file = join(folder, 'lambda/desk.ts');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\nexport const fresh = true;\n`);
  git('commit', '--quiet', '--all', '--message', 'Something fresh');
  expect((await runCli(folder, 'deploy', 'trunk', '--now', 'practice')).code).toBe(0);
  await eventually('It was not deployed', 60_000, async () => ((await version()) === first ? undefined : true));

  expect(await runCli(folder, 'alarm', 'parcel-desk', 'desk-latency')).toMatchObject({ code: 1 });
  const rung = await runCli(folder, 'alarm', 'parcel-desk', 'desk-sev1');
  expect(rung.code, JSON.stringify(rung.messages)).toBe(0);
  expect(rung.messages.at(-1)).toMatchObject({ data: { outcome: 'emergency' } });
  const { cycleId } = z.object({ cycleId: z.string() }).parse(rung.messages.at(-1)?.data);
  expect((await runCli(folder, 'alarm', 'parcel-desk', 'desk-sev1')).messages.at(-1)).toMatchObject({ data: { outcome: 'cooling-down' } });
  expect(await version()).toBe(first);
  const report = await eventually('The emergency cycle was not reported', 60_000, async () => {
    const { code, messages } = await runCli(folder, 'report', cycleId);
    return code === 0 ? messages.at(-1)?.data : undefined;
  });
  expect(report).toMatchObject({ report: { trigger: 'alarm' } });
});
