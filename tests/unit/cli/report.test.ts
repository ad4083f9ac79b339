import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stateFolder } from '../../../local/machine/state-folder.ts';
import { SqliteItemStore } from '../../../shared/adapters/local/sqlite-item-store.ts';
import { systemClock } from '../../../shared/adapters/local/system-clock.ts';
import { reportKeys } from '../../../shared/domain/report-keys.ts';
import { repositoriesIn } from '../../../shared/store/repositories.ts';
import { runCli } from '../../support/pawl-cli.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pawl-report-'));
  writeFileSync(join(folder, 'pawl.config.json'), JSON.stringify({ targets: [{ id: 'orders', repository: '.', entry: 'handler.ts' }] }));
  const { store: file, blobs } = stateFolder(join(folder, '.pawl'));
  const store = new SqliteItemStore(file, systemClock);
  const keys = reportKeys('cycle-1');
  await repositoriesIn(store).cycles.create({ id: 'cycle-1', targetIds: ['orders'], trigger: 'command', cause: 'ada', emergency: false, windowHours: 1, maxImprovements: 1, dryRun: false, state: 'completed', startedAt: 1, endedAt: 2, telemetryAnalyzed: { metrics: 0, logs: 0, events: 0 }, opportunityIds: [], improvementIds: [], phaseMs: {}, reportKey: keys.html });
  store.close();
  for (const key of [keys.json, keys.html]) {
    mkdirSync(join(blobs, key, '..'), { recursive: true });
    writeFileSync(join(blobs, key), '{"cycle_id":"cycle-1"}');
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('is found while nothing runs, and what there is none of is said with the next step', async () => {
  const [newest, other] = await Promise.all([runCli(folder, 'report'), runCli(folder, 'report', 'cycle-2')]);
  expect([newest.code, newest.messages.at(-1)]).toEqual([0, expect.objectContaining({ text: expect.stringMatching(/cycle-1\.html$/) as string, data: expect.objectContaining({ cycleId: 'cycle-1', report: { cycle_id: 'cycle-1' } }) as object })]);
  expect([other.code, other.messages.at(-1)?.text]).toEqual([1, 'There is no report of cycle-2. `pawl list-cycles` names the cycles.']);
});
