import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { arrange, ORDERS, orderOf, writtenOrder } from '../../../dashboard/src/pages/opportunities/arrange.ts';
import { OpportunityKind, Priority } from '../../../shared/domain/opportunity.ts';
import type { OpportunityRow } from '../../../shared/domain/views/opportunity-row.ts';

const row = (id: string, over: Partial<OpportunityRow> = {}): OpportunityRow => ({ id, targetId: 'orders', kind: 'n-plus-one', title: `Opportunity ${id}`, severity: 'high', priority: 'high', impactScore: 10, confidence: 0.9, risk: 'low', gainPercent: 20, systemWide: false, firstSeenAt: 0, lastSeenAt: 0, ...over });
const ids = (rows: readonly OpportunityRow[]): string => rows.map(({ id }) => id).join('');

it('ranks priorities by what they mean, not by their letters', () => {
  const rows = Priority.options.map((priority) => row(priority, { priority }));
  expect(arrange(rows, { by: 'priority', falls: true }, '').map(({ id }) => id)).toEqual(['critical', 'high', 'medium', 'low']);
});

it('leaves equals in the order in which they came', () => {
  expect(ids(arrange([row('a'), row('b'), row('c', { gainPercent: 50 })], { by: 'gain', falls: true }, ''))).toBe('cab');
});

it('keeps those that have every word, in title, kind, target, tenant or priority', () => {
  const rows = [row('a', { targetId: 'checkout' }), row('b', { kind: 'slow-dependency', tenantId: 'acme' }), row('c', { title: 'Slow loop' })];
  const found = (words: string): string => ids(arrange(rows, { by: 'title', falls: false }, words));
  expect([found('SLOW'), found('slow acme'), found('slow dependency'), found('checkout'), found('nothing of it'), found('  ')]).toEqual(['bc', 'b', 'b', 'a', '', 'abc']);
});

it('loses and invents nothing when nothing is looked for', () => {
  const rows = fc.array(fc.record({ id: fc.uuid(), kind: fc.constantFrom(...OpportunityKind.options), gainPercent: fc.integer({ min: 0, max: 100 }), impactScore: fc.nat(), title: fc.string() }), { maxLength: 40 });
  fc.assert(fc.property(rows, fc.constantFrom(...(Object.keys(ORDERS) as (keyof typeof ORDERS)[])), fc.boolean(), (some, by, falls) => {
    const given = some.map((over) => row(over.id, over));
    const sorted = arrange(given, { by, falls }, '');
    expect(sorted.map(({ id }) => id).toSorted()).toEqual(given.map(({ id }) => id).toSorted());
    for (const [index, one] of sorted.slice(1).entries()) {
      const before = sorted[index];
      if (before === undefined) continue;
      const [left, right] = [ORDERS[by].key(before), ORDERS[by].key(one)];
      expect(falls ? left >= right : left <= right).toBe(true);
    }
  }));
});

it('reads every order that it writes, and has the best score first for anything else', () => {
  for (const by of Object.keys(ORDERS) as (keyof typeof ORDERS)[]) for (const falls of [true, false]) expect(orderOf(writtenOrder({ by, falls }))).toEqual({ by, falls });
  for (const written of [undefined, '', '!', 'constructor', '__proto__!', 'gain!!']) expect(orderOf(written)).toEqual({ by: 'score', falls: true });
});
