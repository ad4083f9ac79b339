import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventQueue } from '../../../../../shared/commands/live/event-queue.ts';
import { liveEvents, type LiveEvents } from '../../../../../shared/commands/live/live-events.ts';
import type { Caller } from '../../../../../shared/domain/caller.ts';
import type { Improvement } from '../../../../../shared/domain/improvement.ts';
import type { LiveEvent } from '../../../../../shared/domain/views/live-event.ts';
import { startApi, type ApiServer } from '../../../../support/api-server.ts';

const EVERYBODY: Caller = { name: 'ada', kind: 'person', door: 'api', may: ['read'], tenants: 'all', groups: [] };
const of = (...tenants: string[]): Caller => ({ ...EVERYBODY, name: tenants.join(), tenants });

const improvement = (id: string, over: Partial<Improvement> = {}): Improvement => ({
  id, cycleId: 'cycle-1', targetId: 'orders', origin: 'proposal', proposedBy: 'ada', title: `Title of ${id}`, state: 'queued', stateSince: 1, createdAt: 1, attempts: 0, systemWide: false, phaseMs: {}, history: [], ...over,
});

let api: ApiServer;
let live: LiveEvents;
let looks: number;
const endings: (() => void)[] = [];

beforeEach(async () => {
  api = await startApi();
  looks = 0;
  const { improvements } = api.dependencies;
  const counted = { open: () => { looks++; return improvements.open(); }, find: (id: string) => improvements.find(id) };
  live = liveEvents({ ...api.dependencies, improvements: counted }, 'epoch', { everyMs: 5 });
});
afterEach(async () => {
  for (const end of endings.splice(0)) end();
  live.close();
  await api.close();
});

/** Listens; `heard` fills, `until` waits for one that fits. */
const listen = (caller: Caller, after?: string) => {
  const end = new AbortController();
  endings.push(() => end.abort());
  const heard: LiveEvent[] = [];
  const finished = (async () => {
    for await (const event of live.listen(caller, { after, signal: end.signal })) heard.push(event);
  })();
  const until = async (fits: (event: LiveEvent) => boolean): Promise<LiveEvent> => {
    for (;;) {
      const found = heard.find(fits);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  return { heard, until, finished, end: () => end.abort() };
};
const isOf = (id: string, state?: string) => (event: LiveEvent): boolean => event.type === 'improvement' && event.improvementId === id && (state === undefined || (event.data as { state: string }).state === state);

const create = (one: Improvement) => api.dependencies.improvements.create(one);

describe('live events', () => {
  it('begin with the present and go on with what changes, to the end', async () => {
    await create(improvement('imp-1'));
    const { until, heard } = listen(EVERYBODY);
    const present = await until(({ type }) => type === 'snapshot');
    expect(present.data).toMatchObject({ improvements: [{ id: 'imp-1', state: 'queued' }], cycles: [], paused: {} });
    await create(improvement('imp-2'));
    await until(isOf('imp-2', 'queued'));
    await api.dependencies.improvements.transition('imp-1', 'generating', { by: 'pawl', at: 2 });
    await until(isOf('imp-1', 'generating'));
    await api.dependencies.improvements.transition('imp-1', 'abstained', { by: 'pawl', at: 3, set: { reason: 'Nothing good enough.' } });
    expect((await until(isOf('imp-1', 'abstained'))).text).toContain('Nothing good enough.');
    expect(new Set(heard.map(({ id }) => id)).size).toBe(heard.length);
  });

  it('tell of pauses and of what goes on', async () => {
    const { until } = listen(EVERYBODY);
    await until(({ type }) => type === 'snapshot');
    await api.dependencies.facts.update('orders', (facts) => ({ ...facts, pausedBy: 'ada' }));
    expect((await until(({ type }) => type === 'target')).text).toBe('orders is paused by ada.');
    await api.dependencies.facts.update('orders', ({ pausedBy: _, ...facts }) => facts);
    await until(({ text }) => text === 'orders goes on.');
  });

  it('tell everybody that everything is stopped', async () => {
    const { until } = listen(of('acme'));
    await until(({ type }) => type === 'snapshot');
    await api.dependencies.switches.set({ flag: 'everything', on: false, by: 'ada', at: 1, reason: 'smoke' });
    expect((await until(({ type }) => type === 'switch')).text).toBe('Everything is stopped, for every tenant.');
    const operator = await listen(EVERYBODY).until(({ type }) => type === 'snapshot');
    expect(operator.data).toMatchObject({ stopped: { by: 'ada', reason: 'smoke' } });
  });

  it('tell a tenant nothing of who set a switch, or why: it may be about somebody else', async () => {
    const [acme, operator] = [listen(of('acme')), listen(EVERYBODY)];
    const { id } = await acme.until(({ type }) => type === 'snapshot');
    await operator.until(({ type }) => type === 'snapshot');
    const flags = ['phase:release', 'everything', 'tenant:acme'] as const;
    for (const flag of flags) await api.dependencies.switches.set({ flag, on: false, by: 'zoe', at: 1, reason: 'globex is on fire' });
    for (const heard of [acme, operator]) for (const flag of flags) await heard.until(({ type, data }) => type === 'switch' && (data as { flag: string }).flag === flag);
    const now = listen(of('acme'));
    const back = listen(of('acme'), id);
    await now.until(({ type }) => type === 'snapshot');
    await back.until(({ data }) => (data as { flag?: string }).flag === 'everything');
    for (const { heard } of [acme, now, back]) expect([heard.length > 0, JSON.stringify(heard)]).toEqual([true, expect.not.stringMatching(/zoe|globex/)]);
    expect(operator.heard.find(({ type, data }) => type === 'switch' && (data as { flag: string }).flag === 'everything')).toMatchObject({ text: 'Everything is stopped: globex is on fire.', data: { by: 'zoe' } });
  });

  it('are of one tenant for this tenant, in the present and after', async () => {
    const secret = { title: 'CANARY of globex' };
    await create(improvement('foreign-1', { targetId: 'portal', tenantId: 'globex', ...secret }));
    const acme = listen(of('acme'));
    const nobody = listen(of());
    await acme.until(({ type }) => type === 'snapshot');
    await create(improvement('foreign-2', { targetId: 'portal', tenantId: 'globex', ...secret }));
    await create(improvement('foreign-3', { targetId: 'orders', ...secret }));
    await create(improvement('foreign-4', { targetId: 'portal', ...secret }));
    await create(improvement('own-1', { targetId: 'portal', tenantId: 'acme' }));
    await create(improvement('own-2', { targetId: 'billing' }));
    await acme.until(isOf('own-1'));
    await acme.until(isOf('own-2'));
    expect(JSON.stringify(acme.heard)).not.toMatch(/foreign|CANARY|globex/);
    expect(nobody.heard.map(({ type }) => type)).toEqual(['snapshot']);
    expect(JSON.stringify(nobody.heard)).not.toMatch(/own-|foreign|CANARY/);
  });

  it('go on for whoever comes back where they were', async () => {
    const first = listen(EVERYBODY);
    const { id } = await first.until(({ type }) => type === 'snapshot');
    first.end();
    await first.finished;
    await create(improvement('imp-1'));
    const back = listen(EVERYBODY, id);
    await back.until(isOf('imp-1'));
    expect(back.heard.some(({ type }) => type === 'snapshot')).toBe(false);
  });

  it.each(['other-1', 'epoch-999999', 'epoch', '', 'epoch--1', '💥'])('begin anew after %o, which this stream never told', async (after) => {
    const { until, heard } = listen(EVERYBODY, after);
    await until(({ type }) => type === 'snapshot');
    expect(heard).toHaveLength(1);
  });

  it('cost nothing while nobody listens, and one look for all who do', async () => {
    const before = looks;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(looks).toBe(before);
    const all = Array.from({ length: 10 }, () => listen(EVERYBODY));
    await Promise.all(all.map(({ until }) => until(({ type }) => type === 'snapshot')));
    await create(improvement('imp-1'));
    await Promise.all(all.map(({ until }) => until(isOf('imp-1'))));
    // Each heard it once, though ten listened.
    expect(all.map(({ heard }) => heard.filter(isOf('imp-1')).length)).toEqual(Array.from({ length: 10 }, () => 1));
    for (const { end } of all) end();
    await Promise.all(all.map(({ finished }) => finished));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const after = looks;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(looks).toBe(after);
  });

  it('end for all when they are closed', async () => {
    const one = listen(EVERYBODY);
    await one.until(({ type }) => type === 'snapshot');
    live.close();
    await one.finished;
  });
});

describe('a queue of events', () => {
  it('lets a reader go that does not keep up, instead of keeping everything for it', async () => {
    const queue = new EventQueue<number>(3);
    for (let event = 0; event < 1000; event++) queue.push(event);
    const read: number[] = [];
    for await (const event of queue) read.push(event);
    expect(read).toEqual([]);
  });

  it('gives everything in order, before it ends', async () => {
    const queue = new EventQueue<number>(3);
    for (const event of [1, 2, 3]) queue.push(event);
    queue.end();
    queue.push(4);
    const read: number[] = [];
    for await (const event of queue) read.push(event);
    expect(read).toEqual([1, 2, 3]);
  });
});
