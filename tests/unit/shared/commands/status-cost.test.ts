import { expect, it } from 'vitest';
import { readStatus } from '../../../../shared/commands/read-status.ts';
import { CostLedger } from '../../../../shared/store/cost-ledger.ts';
import { commandsOn } from '../../../support/release-commands.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';

it('the status tells what looking after a target took in the last day, and nothing where nothing was billed', async () => {
  const { world } = await releaseFixture({ until: 'validated' });
  const { commands } = commandsOn(world);
  const ledger = new CostLedger(world.store);
  expect('usdADay' in ((await readStatus({ ...commands, ledger })).targets[0] ?? {})).toBe(false);
  const now = commands.clock.now();
  await ledger.add({ account: 'orders', at: now - 1000, counts: { looks: 3 }, price: () => 41_000 }, 'today');
  await ledger.add({ account: 'orders', at: now - 30 * 3_600_000, counts: { looks: 3 }, price: () => 99_000 }, 'yesterday');
  expect((await readStatus({ ...commands, ledger })).targets[0]?.usdADay).toBe(0.041);
});
