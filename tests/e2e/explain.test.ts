import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stateFolder } from '../../local/machine/state-folder.ts';
import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { repositoriesIn } from '../../shared/store/repositories.ts';
import { explained } from '../support/explained-opportunity.ts';
import { runCli } from '../support/pawl-cli.ts';
import { N_PLUS_ONE, NULL_DEREFERENCE } from '../support/report-facts.ts';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pawl-explain-'));
  mkdirSync(join(folder, 'orders', 'src'), { recursive: true });
  writeFileSync(join(folder, 'orders', 'src', 'handler.ts'), 'export const handler = async () => ({ statusCode: 200 });\n');
  writeFileSync(join(folder, 'pawl.config.json'), JSON.stringify({ targets: [{ id: 'orders', repository: './orders', entry: 'src/handler.ts', test: { command: ['node', '--test'], runner: 'node' }, limits: { timeoutSeconds: 3, memoryMb: 256, concurrency: 10 } }] }));
  const store = new SqliteItemStore(stateFolder(join(folder, '.pawl')).store, systemClock);
  const { opportunities, explanations } = repositoriesIn(store);
  for (const opportunity of [N_PLUS_ONE, NULL_DEREFERENCE]) await opportunities.record(opportunity);
  await explanations.record({ ...explained(N_PLUS_ONE, systemClock.now()), headline: 'As it was then.' });
  store.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('pawl explain, with nothing running', () => {
  it('lists what can be explained', async () => {
    const { code, messages } = await runCli(folder, 'explain');
    expect([code, messages.at(-1)?.code]).toEqual([0, 'PAWL-EXPLAIN-002']);
    expect(messages.at(-1)?.data?.['rows']).toMatchObject([{ id: 'opp-1', priority: 'critical' }, { id: 'opp-2' }]);
  });

  it('tells what was kept, and makes what was not', async () => {
    const [kept, made] = await Promise.all([runCli(folder, 'explain', 'opp-1'), runCli(folder, 'explain', 'opp-2')]);
    expect(kept.messages.at(-1)).toMatchObject({ text: 'As it was then.', data: { explanation: { opportunityId: 'opp-1' } } });
    expect(made.messages.at(-1)).toMatchObject({ code: 'PAWL-EXPLAIN-001', data: { explanation: { opportunityId: 'opp-2' } } });
    expect([kept.code, made.code]).toEqual([0, 0]);
  });

  it('fails on an id that there is not, and names the nearest', async () => {
    const { code, messages } = await runCli(folder, 'explain', 'opp-9');
    expect([code, messages.at(-1)?.text]).toEqual([1, 'There is no "opp-9". The nearest is opp-1, opp-2; `pawl explain` lists what can be explained.']);
  });

  it('says so where nothing was ever kept', async () => {
    const { code, messages } = await runCli(folder, '--state', join(folder, 'elsewhere'), 'explain');
    expect(code).toBe(1);
    expect(messages.at(-1)?.text).toContain('Nothing has been kept there yet');
  });
});
