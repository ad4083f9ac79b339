import { describe, expect, it } from 'vitest';
import { explainFound } from '../../../../lambdas/analysis/explain-found.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { ToExplain } from '../../../../shared/commands/explain-opportunities.ts';
import type { ItemStore } from '../../../../shared/ports/item-store.ts';
import type { Message } from '../../../../shared/ports/host.ts';
import { keys } from '../../../../shared/store/keys.ts';
import { repositoriesIn } from '../../../../shared/store/repositories.ts';
import { NOON, observed, ORDERS } from '../../../support/observed-service.ts';
import { N_PLUS_ONE, NULL_DEREFERENCE } from '../../../support/report-facts.ts';
import { testClock } from '../../../support/test-clock.ts';

const STATE = observed(100);
const FOUND: ToExplain = { target: ORDERS, state: STATE, opportunities: [N_PLUS_ONE, NULL_DEREFERENCE], lessons: [], serving: { version: '1' }, windowHours: 24, at: NOON };

const world = () => {
  const inner = new SqliteItemStore(':memory:', testClock(NOON));
  const writes: string[] = [];
  const reads: string[] = [];
  const store: ItemStore = {
    get: (key) => inner.get(key),
    query: (query) => {
      reads.push(query.pk);
      return inner.query(query);
    },
    write: (changes) => {
      for (const change of changes) if (change.kind === 'put') writes.push(change.key.sk);
      return inner.write(changes);
    },
  };
  const said: Message[] = [];
  const repositories = repositoriesIn(store);
  return { ...repositories, inner, writes, reads, said, explain: explainFound({ ...repositories, notify: (message) => void said.push(message) }) };
};

describe('explaining what was found', () => {
  it('keeps one explanation of each', async () => {
    const { explain, explanations, writes } = world();
    await explain(FOUND);
    expect(writes).toEqual(['opp-1', 'opp-2']);
    expect(await explanations.find('orders', 'opp-1')).toMatchObject({ opportunityId: 'opp-1', analysedAt: NOON, kind: 'n-plus-one' });
  });

  it('writes nothing and reads no period while what it said is fresh', async () => {
    const { explain, writes, reads } = world();
    await explain(FOUND);
    const [wrote, read] = [writes.length, reads.length];
    await explain({ ...FOUND, at: NOON + 30 * 60_000 });
    expect([writes.length, reads.length]).toEqual([wrote, read]);
    await explain({ ...FOUND, at: NOON + 61 * 60_000 });
    expect(writes.length).toBe(wrote + 2);
  });

  it('makes anew what another version wrote and this one cannot read', async () => {
    const { explain, explanations, inner, writes } = world();
    for (const key of [keys.explanation('orders', 'opp-1'), keys.explanationAtStart('imp-1')]) await inner.write([{ kind: 'put', key, body: { version: 9 }, when: 'absent' }]);
    expect([await explanations.find('orders', 'opp-1'), await explanations.keptFor('imp-1')]).toEqual([undefined, undefined]);
    await explain(FOUND);
    expect(writes).toEqual(['opp-1', 'opp-2']);
    expect(await explanations.find('orders', 'opp-1')).toMatchObject({ opportunityId: 'opp-1' });
  });

  it('explains the best twenty of many', async () => {
    const { explain, writes } = world();
    await explain({ ...FOUND, opportunities: Array.from({ length: 50 }, (_, index) => ({ ...N_PLUS_ONE, id: `opp-${index}` })) });
    expect(writes).toHaveLength(20);
  });

  it('costs the analysis nothing when it fails', async () => {
    const { said, explanations } = world();
    const broken = explainFound({ explanations, periods: { between: async () => Promise.reject(new Error('the table is busy')) }, notify: (message) => void said.push(message) });
    await broken(FOUND);
    expect(said).toMatchObject([{ code: 'PAWL-ANALYSIS-020', level: 'warning', text: 'What was found on orders could not be explained: the table is busy' }]);
  });
});
