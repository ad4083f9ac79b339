import { expect, it } from 'vitest';
import { targetView } from '../../../../shared/commands/reads/target-view.ts';
import { sightOf } from '../../../../shared/rules/access/sight.ts';
import { repositoriesIn } from '../../../../shared/store/repositories.ts';
import { CostLedger } from '../../../../shared/store/cost-ledger.ts';
import { commandsOn } from '../../../support/release-commands.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';

it('the status tells what looking after a target took in the last day, and nothing where nothing was billed', async () => {
  const { world } = await releaseFixture({ until: 'validated' });
  const { commands } = commandsOn(world);
  const ledger = new CostLedger(world.store);
  const sight = sightOf({ tenants: 'all' });
  const [target] = await commands.targets.all();
  if (!target) throw new Error('The fixture has no target.');
  const usdADay = async () => (await targetView({ target, whole: true, aliases: {} }, sight, { ...commands, ...repositoriesIn(world.store), ledger })).usdADay;
  expect(await usdADay()).toBeUndefined();
  const now = commands.clock.now();
  await ledger.add({ account: 'orders', at: now - 1000, counts: { looks: 3 }, price: () => 41_000 }, 'today');
  await ledger.add({ account: 'orders', at: now - 30 * 3_600_000, counts: { looks: 3 }, price: () => 99_000 }, 'yesterday');
  expect(await usdADay()).toBe(0.041);
});
