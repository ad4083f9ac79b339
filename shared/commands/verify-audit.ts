import type { Sight } from '../rules/access/sight.ts';
import type { CheckedChain } from '../store/audit-log.ts';
import { momentarily } from './reads/momentarily.ts';
import type { DoorDependencies } from './table/door-dependencies.ts';

/**
 * Checks the chains that the caller may see all of, or one of them, record by record: what was changed, taken out, added, exchanged or cut off since it was
 * written. `undefined`: the one that was asked for is not all the caller's to see.
 */
export const verifyAudit = async (dependencies: Pick<DoorDependencies, 'audit' | 'targets' | 'clock' | 'momentMs'>, sight: Sight, targetId?: string): Promise<CheckedChain[] | undefined> => {
  const { audit, targets } = dependencies;
  // It reads all of a chain.
  const check = (chain: string): Promise<CheckedChain> => momentarily(audit, `check ${chain}`, dependencies, () => audit.check(chain));
  const all = await targets.all();
  const whole = all.filter((target) => sight.whole(target)).map(({ id }) => id);
  if (targetId !== undefined) return sight.all || whole.includes(targetId) ? [await check(targetId)] : undefined;
  const checked: CheckedChain[] = [];
  for (const chain of sight.all ? await audit.chains(whole) : whole) checked.push(await check(chain));
  return checked;
};
