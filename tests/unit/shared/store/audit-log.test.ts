import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../../shared/domain/audit.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { AuditLog } from '../../../../shared/store/audit-log.ts';
import { testClock } from '../../../support/test-clock.ts';

const facts = (number: number) => ({ targetId: 'orders', at: 1_700_000_000_000 + number, who: 'tick', what: 'promoted', improvementId: `imp-${number}`, reason: 'proven' });
const filled = async (count: number): Promise<AuditEntry[]> => {
  const log = new AuditLog(new SqliteItemStore(':memory:', testClock()));
  for (let number = 1; number <= count; number += 1) await log.append(facts(number));
  return log.list('orders');
};

describe('the audit log', () => {
  it('chains entries of one target, whoever writes at the same time', async () => {
    const log = new AuditLog(new SqliteItemStore(':memory:', testClock()));
    await Promise.all(Array.from({ length: 30 }, (_, number) => log.append(facts(number))));
    await log.append({ ...facts(1), targetId: 'payments' });
    const entries = await log.list('orders');
    expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(new Set(entries.map(({ improvementId }) => improvementId)).size).toBe(30);
    expect(AuditLog.firstBroken(entries)).toBeUndefined();
    expect(await log.list('payments')).toHaveLength(1);
  });

  it('tells an act that is repeated under the same name once', async () => {
    const log = new AuditLog(new SqliteItemStore(':memory:', testClock()));
    await Promise.all([1, 2, 3].map(() => log.append(facts(1), 'promoted#imp-1')));
    await log.append(facts(1), 'promoted#imp-1');
    expect(await log.list('orders')).toHaveLength(1);
    expect(await log.entering(facts(1), 'promoted#imp-1')).toEqual([]);
  });

  it('reads more entries than one page has', async () => {
    expect(await filled(510)).toHaveLength(510);
  });

  it('is found out wherever somebody changes, drops, adds or swaps an entry', async () => {
    const entries = await filled(6);
    const at = fc.nat({ max: 5 });
    const forgeries = fc.oneof(
      at.map((index) => entries.map((entry, place) => (place === index ? { ...entry, reason: 'bribed' } : entry))),
      at.map((index) => entries.map((entry, place) => (place === index ? { ...entry, at: entry.at + 1 } : entry))),
      at.map((index) => entries.map((entry, place) => (place === index ? { ...entry, hash: '0'.repeat(64) } : entry))),
      fc.nat({ max: 4 }).map((index) => entries.filter((_, place) => place !== index)),
      at.map((index) => entries.flatMap((entry, place) => (place === index ? [entry, entry] : [entry]))),
      fc.nat({ max: 4 }).map((index) => entries.with(index, entries[index + 1] ?? entries[0] as AuditEntry).with(index + 1, entries[index] as AuditEntry)),
    );
    fc.assert(fc.property(forgeries, (forged) => AuditLog.firstBroken(forged) !== undefined), { numRuns: 200 });
    expect(AuditLog.firstBroken(entries)).toBeUndefined();
  });

  it('is found out when an entry is forged with a hash of its own that fits it', async () => {
    const [first, ...others] = await filled(3);
    const store = new SqliteItemStore(':memory:', testClock());
    const other = new AuditLog(store);
    await other.append({ ...facts(1), reason: 'bribed' });
    const [forged] = await other.list('orders');
    expect(first?.hash).not.toBe(forged?.hash);
    expect(AuditLog.firstBroken(forged ? [forged, ...others] : [])).toEqual(others[0]);
  });
});
