import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ImprovementState, LEGAL_FROM, SETTLED, type Improvement } from '../../../../shared/domain/improvement.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { Improvements } from '../../../../shared/store/improvements.ts';
import { testClock } from '../../../support/test-clock.ts';

const AT = 1_700_000_000_000;
const queued = (id: string): Improvement => ({
  id, targetId: 'orders', origin: 'opportunity', proposedBy: 'pawl', title: 'A fix', state: 'queued', stateSince: AT, createdAt: AT, attempts: 0, systemWide: false, phaseMs: {}, history: [{ state: 'queued', at: AT, by: 'pawl' }],
});
const fresh = () => {
  const store = new SqliteItemStore(':memory:', testClock());
  return { store, improvements: new Improvements(store) };
};

describe('transitions', () => {
  it('writes no state but from one that it may follow, whatever is asked for in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...ImprovementState.options), { maxLength: 40 }), async (asked) => {
        const { improvements } = fresh();
        await improvements.create(queued('imp-1'));
        let state: ImprovementState = 'queued';
        for (const [step, to] of asked.entries()) {
          const legal: readonly ImprovementState[] = LEGAL_FROM[to];
          const result = await improvements.transition('imp-1', to, { by: 'somebody', at: AT + step });
          expect(result.ok).toBe(legal.includes(state));
          if (result.ok) state = to;
          else expect(result.state).toBe(state);
        }
        const stored = await improvements.get('imp-1');
        expect(stored.state).toBe(state);
        expect(stored.history.at(-1)?.state).toBe(state);
        expect((await improvements.open()).map(({ id }) => id)).toEqual(SETTLED.includes(state) ? [] : ['imp-1']);
      }),
      { numRuns: 150 },
    );
  });

  it('lets one of many who ask at once have it', async () => {
    const { improvements } = fresh();
    await improvements.create(queued('imp-1'));
    const results = await Promise.all(Array.from({ length: 20 }, (_, index) => improvements.transition('imp-1', 'validating', { by: `actor ${index}`, at: AT })));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await improvements.get('imp-1')).history).toHaveLength(2);
  });

  it('keeps to the narrower states that a caller means', async () => {
    const { improvements } = fresh();
    await improvements.create(queued('imp-1'));
    expect(await improvements.transition('imp-1', 'rejected', { by: 'a', at: AT, from: ['awaiting-approval'] })).toEqual({ ok: false, state: 'queued' });
  });

  it('lets nobody widen them', async () => {
    const { improvements } = fresh();
    await improvements.create(queued('imp-1'));
    expect(await improvements.transition('imp-1', 'promoted', { by: 'a', at: AT, from: ['queued', 'promoting'] })).toEqual({ ok: false, state: 'queued' });
  });

  it('changes nothing when what goes along does not hold, and says that the state was not the reason', async () => {
    const { store, improvements } = fresh();
    await improvements.create(queued('imp-1'));
    const lease = { pk: 'lease', sk: 'lease' };
    await store.write([{ kind: 'put', key: lease, body: 'taken', when: 'absent' }]);
    const result = await improvements.transition('imp-1', 'generating', { by: 'a', at: AT, also: [{ kind: 'put', key: lease, body: 'mine', when: 'absent' }] });
    expect(result).toEqual({ ok: false, state: 'queued' });
    expect((await improvements.get('imp-1')).state).toBe('queued');
    expect((await store.get(lease))?.body).toBe('taken');
  });

  it('answers for one that was never there', async () => {
    const { improvements } = fresh();
    expect(await improvements.transition('imp-9', 'generating', { by: 'a', at: AT })).toEqual({ ok: false, state: undefined });
    expect(await improvements.find('imp-9')).toBeUndefined();
    await expect(improvements.get('imp-9')).rejects.toThrow('imp-9');
  });
});

describe('recording', () => {
  it('makes one of the same cause once', async () => {
    const { improvements } = fresh();
    expect(await improvements.create(queued('imp-1'))).toBe(true);
    expect(await improvements.create({ ...queued('imp-1'), title: 'Another' })).toBe(false);
    expect((await improvements.get('imp-1')).title).toBe('A fix');
  });

  it('amends what is recorded, in the states that are meant only, and never the state', async () => {
    const { improvements } = fresh();
    await improvements.create(queued('imp-1'));
    expect((await improvements.amend('imp-1', ['queued'], (held) => ({ ...held, title: 'Better', state: 'promoted' })))?.title).toBe('Better');
    expect((await improvements.get('imp-1')).state).toBe('queued');
    expect(await improvements.amend('imp-1', ['watching'], (held) => ({ ...held, title: 'No' }))).toBeUndefined();
    expect((await improvements.get('imp-1')).title).toBe('Better');
  });

  it('loses no amendment of two that come at once', async () => {
    const { improvements } = fresh();
    await improvements.create(queued('imp-1'));
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => improvements.amend('imp-1', ['queued'], (held) => ({ ...held, phaseMs: { ...held.phaseMs, [name]: 1 } }))));
    expect((await improvements.get('imp-1')).phaseMs).toEqual({ a: 1, b: 1, c: 1, d: 1 });
  });

  it('lists the newest first and the open ones oldest first', async () => {
    const { improvements } = fresh();
    for (const id of ['imp-1', 'imp-2', 'imp-3']) await improvements.create(queued(id));
    await improvements.transition('imp-2', 'rejected', { by: 'a', at: AT });
    expect((await improvements.list(2)).map(({ id }) => id)).toEqual(['imp-3', 'imp-2']);
    expect((await improvements.open()).map(({ id }) => id)).toEqual(['imp-1', 'imp-3']);
  });

  it('says which item is not readable', async () => {
    const { store, improvements } = fresh();
    await store.write([{ kind: 'put', key: { pk: 'improvement#imp-1', sk: 'improvement' }, body: { id: 'imp-1' }, when: 'absent' }]);
    await expect(improvements.find('imp-1')).rejects.toThrow('improvement#imp-1');
  });
});
