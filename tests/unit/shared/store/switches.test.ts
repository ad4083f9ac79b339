import { describe, expect, it } from 'vitest';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { PAWL_CHAIN } from '../../../../shared/domain/audit.ts';
import { flagsOfWork, isFlag } from '../../../../shared/domain/flag.ts';
import { AuditLog } from '../../../../shared/store/audit-log.ts';
import { keys } from '../../../../shared/store/keys.ts';
import { firstOff, flagsInForce, Switches, whyStopped } from '../../../../shared/store/switches.ts';
import { waitsForFlags } from '../../../../shared/store/waits-for-flags.ts';
import { testClock } from '../../../support/test-clock.ts';

const BY = { by: 'ada', at: 5, reason: 'the sale' };
const opened = (outside: (flag: string) => boolean = () => true) => {
  const store = new SqliteItemStore(':memory:', testClock());
  const switches = new Switches(store);
  return { store, switches, audit: new AuditLog(store), flags: flagsInForce(switches, { isOn: async (flag) => outside(flag) }) };
};

describe('switches', () => {
  it('are on until somebody switches them, and stand in the audit log when somebody does', async () => {
    const { switches, flags, audit } = opened();
    expect(await flags.isOn('phase:release')).toBe(true);
    expect(await switches.set({ flag: 'phase:release', on: false, ...BY })).toBe(true);
    expect([await flags.isOn('phase:release'), await flags.isOn('phase:analysis')]).toEqual([false, true]);
    expect(await switches.set({ flag: 'phase:release', on: false, ...BY, by: 'bob' })).toBe(false);
    expect(await switches.set({ flag: 'phase:release', on: true, ...BY })).toBe(true);
    expect(await flags.isOn('phase:release')).toBe(true);
    expect((await audit.list(PAWL_CHAIN)).map(({ who, what, component, reason }) => [who, what, component, reason])).toEqual([['ada', 'switched-off', 'phase:release', 'the sale'], ['ada', 'switched-on', 'phase:release', 'the sale']]);
  });

  it('are off in force when they are off in either place, and all of them when everything is', async () => {
    const { switches, flags } = opened((flag) => flag !== 'cycles');
    expect([await flags.isOn('cycles'), await flags.isOn('tenant:acme')]).toEqual([false, true]);
    await switches.set({ flag: 'everything', on: false, ...BY });
    expect([await flags.isOn('everything'), await flags.isOn('tenant:acme')]).toEqual([false, false]);
    expect(await firstOff(flags, ['tenant:acme'])).toBe('everything');
    expect(await whyStopped({ flags, switches })).toBe('ada stopped everything: the sale');
    const outside = opened((flag) => flag !== 'everything');
    expect(await whyStopped(outside)).toBe('Everything is switched off.');
    expect(await outside.flags.isOn('cycles')).toBe(false);
  });

  it('count one that cannot be read as off, and keep nobody from reading the others', async () => {
    const { store, flags } = opened();
    await store.write([{ kind: 'put', key: keys.switch('cycles'), body: { from: 'another version' }, when: 'absent' }]);
    expect([await flags.isOn('cycles'), await flags.isOn('phase:release')]).toEqual([false, true]);
  });

  it('that cannot be read are mended by setting them again, the kill switch too', async () => {
    const { store, switches, flags } = opened();
    for (const flag of ['cycles', 'everything'] as const) await store.write([{ kind: 'put', key: keys.switch(flag), body: { from: 'another version' }, when: 'absent' }]);
    expect(await switches.notStopped()).toBeUndefined();
    expect(await whyStopped({ flags, switches })).toContain('cannot be read');
    expect(await switches.set({ flag: 'everything', on: false, ...BY })).toBe(false);
    expect((await switches.all()).map(({ flag, on }) => [flag, on])).toEqual([['cycles', false], ['everything', false]]);
    for (const flag of ['cycles', 'everything'] as const) expect(await switches.set({ flag, on: true, ...BY })).toBe(true);
    expect([await flags.isOn('cycles'), await switches.stopped(), (await switches.notStopped())?.length]).toEqual([true, undefined, 1]);
  });

  it('let a write happen only while nobody has stopped everything', async () => {
    const { store, switches } = opened();
    const before = await switches.notStopped();
    await switches.set({ flag: 'everything', on: false, ...BY });
    expect(await store.write([{ kind: 'put', key: { pk: 'x', sk: 'x' }, body: 1, when: 'absent' }, ...(before ?? [])])).toMatchObject({ ok: false });
    expect(await switches.notStopped()).toBeUndefined();
  });

  it('is told by two at once which of them did it', async () => {
    const { switches, audit } = opened();
    expect((await Promise.all(['ada', 'bob'].map((by) => switches.set({ flag: 'cycles', on: false, ...BY, by })))).filter(Boolean)).toHaveLength(1);
    expect(await audit.list(PAWL_CHAIN)).toHaveLength(1);
  });
});

describe('work', () => {
  it('waits for its phase, its tenant and the kind of its remedy; an owner\'s deployment for the phase alone', () => {
    const remedy = { author: { kind: 'recipe', name: 'add-timeout' } } as Parameters<typeof flagsOfWork>[1]['remedy'];
    expect(flagsOfWork('release', { origin: 'opportunity', tenantId: 'acme', remedy })).toEqual(['phase:release', 'tenant:acme', 'remedy:patch', 'remedy:recipe', 'remedy:recipe:add-timeout']);
    expect(flagsOfWork('release', { origin: 'deployment', tenantId: 'acme', remedy })).toEqual(['phase:release']);
    expect(['everything', 'phase:release', 'tenant:acme', 'remedy:recipe:add-timeout'].every(isFlag)).toBe(true);
    expect(['phase:monitoring', 'phase:rollback', 'guard', 'tenant:', 'everything '].some(isFlag)).toBe(false);
  });

  it('that waits stands in the audit log once, however often it asks', async () => {
    const { switches, flags, audit } = opened();
    const asks = () => waitsForFlags({ flags, audit, clock: testClock() }, ['phase:release'], { who: 'release', targetId: 'orders', id: 'imp-1' });
    expect(await asks()).toBe(false);
    await switches.set({ flag: 'phase:release', on: false, ...BY });
    expect([await asks(), await asks()]).toEqual([true, true]);
    expect((await audit.list('orders')).map(({ what, improvementId, reason }) => [what, improvementId, reason])).toEqual([['waits', 'imp-1', 'The flag phase:release is off.']]);
  });
});
