import { describe, expect, it } from 'vitest';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { listAudit } from '../../../../shared/commands/list-audit.ts';
import { verifyAudit } from '../../../../shared/commands/verify-audit.ts';
import type { AuditEntry } from '../../../../shared/domain/audit.ts';
import type { Target } from '../../../../shared/domain/target.ts';
import { sightOf } from '../../../../shared/rules/access/sight.ts';
import { AuditLog } from '../../../../shared/store/audit-log.ts';
import { Improvements } from '../../../../shared/store/improvements.ts';
import { targetOf } from '../../../../lab/faults/release-world.ts';
import { without } from '../../../support/without.ts';
import { testClock } from '../../../support/test-clock.ts';

const shared: Target = { ...without(targetOf('/', 'orders'), 'tenantId'), tenantAliases: { acme: 'acme', globex: 'globex' } };
const own: Target = { ...targetOf('/', 'desk'), tenantId: 'acme' };

const filled = async () => {
  const store = new SqliteItemStore(':memory:', testClock());
  const [audit, improvements] = [new AuditLog(store), new Improvements(store)];
  const all = [shared, own];
  const targets = { all: async () => all, get: async (id: string) => all.find((target) => target.id === id) ?? shared };
  for (const tenantId of ['acme', 'globex']) {
    await improvements.create({ id: `imp-${tenantId}`, targetId: 'orders', tenantId, origin: 'proposal', proposedBy: tenantId, title: 'T', state: 'validating', stateSince: 1, createdAt: 1, attempts: 0, systemWide: false, phaseMs: {}, history: [] });
  }
  for (let at = 2; at < 40; at += 1) await audit.append({ targetId: ['orders', 'desk', '@pawl'][at % 3] ?? '', at: Math.floor(at / 2), who: 'tick', what: `act ${at}` });
  return { audit, improvements, targets };
};

describe('listing the audit log', () => {
  it('goes through everything once, newest first, whatever the size of a page', async () => {
    const dependencies = await filled();
    const whole = await listAudit(dependencies, sightOf({ tenants: 'all' }), { limit: 200 });
    expect(whole.items).toHaveLength(40);
    expect(whole.items.map(({ at }) => at)).toEqual(whole.items.map(({ at }) => at).toSorted((a, b) => b - a));
    for (const limit of [1, 7]) {
      const paged: AuditEntry[] = [];
      let after: string | undefined;
      do {
        const page = await listAudit(dependencies, sightOf({ tenants: 'all' }), { limit, after });
        paged.push(...page.items);
        after = page.next;
      } while (after !== undefined);
      expect(paged).toEqual(whole.items);
    }
  });

  it('shows a tenant all of its own target, of a shared one what was done for it, and nothing that belongs to no target', async () => {
    const { items } = await listAudit(await filled(), sightOf({ tenants: ['acme'] }), { limit: 200 });
    expect(new Set(items.map(({ targetId }) => targetId))).toEqual(new Set(['orders', 'desk']));
    expect(items.filter(({ targetId }) => targetId === 'orders').map(({ improvementId }) => improvementId)).toEqual(['imp-acme']);
  });

  it('verifies for a tenant the log of its own target, and tells it nothing of a shared one', async () => {
    const dependencies = { ...(await filled()), clock: testClock() };
    const sight = sightOf({ tenants: ['acme'] });
    expect((await verifyAudit(dependencies, sight))?.map(({ chain, whole }) => [chain, whole])).toEqual([['desk', true]]);
    expect(await verifyAudit(dependencies, sight, 'orders')).toBeUndefined();
    expect((await verifyAudit(dependencies, sightOf({ tenants: 'all' })))?.map(({ chain, whole }) => [chain, whole])).toEqual([['@pawl', true], ['desk', true], ['orders', true]]);
  });
});
