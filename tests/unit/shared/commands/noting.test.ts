import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { answer } from '../../../../shared/commands/answer.ts';
import { refused, type CommandResult } from '../../../../shared/commands/dependencies.ts';
import { commandRow, type CommandRow } from '../../../../shared/commands/table/command-row.ts';
import type { DoorDependencies } from '../../../../shared/commands/table/door-dependencies.ts';
import { PAWL_CHAIN } from '../../../../shared/domain/audit.ts';
import type { Caller } from '../../../../shared/domain/caller.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';
import { commandsOn } from '../../../support/release-commands.ts';

const ADA: Caller = { name: 'ada', kind: 'person', door: 'api', may: ['read', 'operate', 'administer'], tenants: 'all', groups: [] };

const world = async (run: () => Promise<CommandResult<{ value: string }>>, kind: 'read' | 'act' = 'act', name = 'do-it') => {
  const fixture = await releaseFixture();
  const dependencies = commandsOn(fixture.world).commands as unknown as DoorDependencies;
  const row = commandRow({
    name, kind, permission: 'operate', title: 'Do it', summary: 'Does it.', output: z.string(), example: { input: {}, output: 'done' },
    input: z.strictObject({ targetId: z.string().optional(), improvementId: z.string().optional(), reason: z.string().optional(), change: z.object({ diff: z.string() }).optional() }), run,
  });
  const ask = (input: unknown, caller: Caller = ADA, requestId?: string) => answer(new Map<string, CommandRow>([[name, row]]), { command: name, input, caller, requestId }, dependencies);
  const told = async (chain: string) => (await dependencies.audit.list(chain)).filter(({ what }) => what === 'do-it');
  const askUnheard = () => answer(new Map<string, CommandRow>([[name, row]]), { command: name, input: { targetId: 'orders' }, caller: ADA }, { ...dependencies, audit: Object.assign(Object.create(dependencies.audit) as typeof dependencies.audit, { append: async () => Promise.reject(new Error('crowded')) }) });
  return { ask, told, askUnheard };
};
const done = async () => ({ ok: true as const, value: 'done' });

describe('an act that is asked for', () => {
  it('stands in the log of its target before it is done: who, through which door, why, and a digest of what', async () => {
    const seen: number[] = [];
    const { ask, told } = await world(async () => {
      seen.push((await told('orders')).length);
      return done();
    });
    await ask({ improvementId: 'imp-1', reason: 'It is slow.', change: { diff: 'password=hunter2' } }, ADA, 'request-1');
    expect(seen).toEqual([1]);
    const [entry] = await told('orders');
    expect(entry).toMatchObject({ who: 'ada', door: 'api', kind: 'person', requestId: 'request-1', outcome: 'asked', improvementId: 'imp-1', reason: 'It is slow.', evidence: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string });
    expect(JSON.stringify(entry)).not.toContain('hunter2');
  });

  it('stands there once when the same request is told twice', async () => {
    const { ask, told } = await world(done);
    await ask({ targetId: 'orders' }, ADA, 'request-1');
    await ask({ targetId: 'orders' }, ADA, 'request-1');
    expect(await told('orders')).toHaveLength(1);
  });

  it('stands there again when something else is asked under the same id, or somebody else asks it', async () => {
    const { ask, told } = await world(done);
    await ask({ targetId: 'orders', reason: 'one' }, ADA, 'request-1');
    await ask({ targetId: 'orders', reason: 'two' }, ADA, 'request-1');
    await ask({ targetId: 'orders', reason: 'two' }, { ...ADA, kind: 'agent', may: ['operate'] }, 'request-1');
    expect((await told('orders')).map(({ reason, kind }) => [reason, kind])).toEqual([['one', 'person'], ['two', 'person'], ['two', 'agent']]);
  });

  it('and may not be done, or names what the caller cannot see, stands in the log of no target', async () => {
    const { ask, told } = await world(done);
    expect(await ask({ targetId: 'orders' }, { ...ADA, may: ['read'] })).toMatchObject({ ok: false, kind: 'forbidden' });
    expect(await ask({ targetId: 'orders' }, { ...ADA, tenants: ['globex'] })).toMatchObject({ ok: false, kind: 'not-found' });
    expect(await told('orders')).toEqual([]);
    expect((await told(PAWL_CHAIN)).map(({ outcome }) => outcome)).toEqual(['forbidden', 'not-found']);
  });

  it('is noted again when it came to nothing, with the reason', async () => {
    const { ask, told } = await world(async () => refused('It is paused.', 'refused'));
    await ask({ targetId: 'orders' });
    expect((await told('orders')).map(({ outcome, reason }) => [outcome, reason])).toEqual([['asked', undefined], ['refused', 'It is paused.']]);
    const broken = await world(() => Promise.reject(new TypeError('secret detail')));
    await expect(broken.ask({ targetId: 'orders' })).rejects.toThrow('secret detail');
    expect((await broken.told('orders')).map(({ outcome, reason }) => [outcome, reason])).toEqual([['asked', undefined], ['failed', 'TypeError']]);
  });

  it('is not done when it cannot be noted, but for what takes something back', async () => {
    let runs = 0;
    const run = async () => ((runs += 1), done());
    await expect((await world(run)).askUnheard()).rejects.toThrow('crowded');
    expect(runs).toBe(0);
    for (const name of ['roll-back', 'stop-everything']) expect(await (await world(run, 'act', name)).askUnheard()).toMatchObject({ ok: true });
    expect(runs).toBe(2);
  });

  it('is not noted when it only reads', async () => {
    const { ask, told } = await world(done, 'read');
    await ask({ targetId: 'orders' });
    expect([...(await told('orders')), ...(await told(PAWL_CHAIN))]).toEqual([]);
  });
});
