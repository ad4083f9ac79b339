import type { CheckedChain } from '../../store/audit-log.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';

type Check = { readonly value: Promise<CheckedChain>; endedAt: number | undefined };

/** Of each log, by chain: the check that is under way, or was the last. */
const CHECKS = new WeakMap<object, Map<string, Check>>();

/**
 * A chain checked record by record. That reads all of it: where reads may be a moment old (`momentMs`), whoever asks while somebody's check is under way, or
 * just over, gets its answer, so that many who ask are no more work than one.
 */
export const checkedChain = (chain: string, { audit, clock, momentMs = 0 }: Pick<DoorDependencies, 'audit' | 'clock' | 'momentMs'>): Promise<CheckedChain> => {
  if (momentMs <= 0) return audit.check(chain);
  const checks = CHECKS.get(audit) ?? new Map<string, Check>();
  CHECKS.set(audit, checks);
  const known = checks.get(chain);
  if (known !== undefined && (known.endedAt === undefined || (clock.now() >= known.endedAt && clock.now() - known.endedAt < momentMs))) return known.value;
  const check: Check = { value: audit.check(chain), endedAt: undefined };
  checks.set(chain, check);
  void remember(check.value, { ended: () => (check.endedAt = clock.now()), failed: () => checks.delete(chain) });
  return check.value;
};

const remember = async (value: Promise<CheckedChain>, { ended, failed }: { readonly ended: () => void; readonly failed: () => void }): Promise<void> => {
  try {
    await value;
    ended();
  } catch {
    // Whoever asked hears of it.
    failed();
  }
};
