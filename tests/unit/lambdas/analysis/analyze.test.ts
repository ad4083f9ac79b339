import { describe, expect, it } from 'vitest';
import { analyze, type Analysis, type AnalyzeDependencies } from '../../../../lambdas/analysis/analyze.ts';
import type { Cycle } from '../../../../shared/domain/cycle.ts';
import type { Lesson } from '../../../../shared/domain/lesson.ts';
import { Opportunity } from '../../../../shared/domain/opportunity.ts';
import type { Target } from '../../../../shared/domain/target.ts';
import type { TargetState } from '../../../../shared/domain/target-state.ts';
import type { TargetKnowledge } from '../../../../shared/rules/scoring/glance-at.ts';
import { NOON, observed, ORDERS } from '../../../support/observed-service.ts';

const CYCLE: Cycle = {
  id: 'cyc-1', targetIds: ['orders'], trigger: 'command', cause: 'a person', emergency: false, windowHours: 24, maxImprovements: 3, dryRun: false,
  state: 'running', startedAt: NOON, telemetryAnalyzed: { metrics: 0, logs: 0, events: 0 }, opportunityIds: [], improvementIds: [], phaseMs: {},
};

/** A service with two defects: a loop of calls, and an exception now and then. */
const STATE = observed(600, (number) => ({
  ...(number % 60 === 0 ? { outcome: 'error' as const, error: { name: 'TypeError', message: 'no city', stack: ['index.mjs:5:1 label'] } } : {}),
  durationMs: 70,
  calls: Array.from({ length: 6 }, (_, at) => ({ shape: 'GET c/{}', at: 'index.mjs:2:1 f', startMs: 1 + at * 10, durationMs: 9, key: `${number}-${at}` })),
}));

const run = async (over: { cycle?: Partial<Cycle>; knowledge?: Partial<Omit<TargetKnowledge, 'target' | 'state'>>; now?: number; target?: Partial<Target>; state?: TargetState } = {}) => {
  const cycle = { ...CYCLE, ...over.cycle };
  const recorded: Analysis[] = [];
  const offered: Opportunity[][] = [];
  const dependencies: AnalyzeDependencies = {
    cycles: { get: async (id) => (id === cycle.id ? cycle : undefined), recordAnalysis: async (_, analysis) => void recorded.push(analysis) },
    targets: { get: async (id) => (id === 'missing' ? undefined : { ...ORDERS, ...over.target, id }) },
    states: {
      get: async (id) => {
        if (id === 'broken') throw new Error('the store is not there');
        return id === 'new' ? undefined : { state: over.state ?? STATE };
      },
    },
    knowledge: { of: async () => ({ lessons: [], known: [], busyKeys: [], ...over.knowledge }) },
    slots: {
      take: async (_, opportunities, { atMost }) => {
        offered.push([...opportunities]);
        return opportunities.slice(0, atMost).map(({ id }) => `imp-${id}`);
      },
    },
    clock: { now: () => over.now ?? STATE.completeUntil, sleep: async () => undefined },
    ids: { next: (prefix) => `${prefix}-n`, derived: (prefix, cause) => `${prefix}-${cause}` },
  };
  const result = await analyze({ cycleId: cycle.id }, dependencies);
  const [analysis] = recorded;
  if (analysis === undefined) throw new Error('nothing was recorded');
  return { result, analysis, offered };
};

const kindsOf = (opportunities: readonly Opportunity[]): string[] => opportunities.map(({ kind }) => kind);

describe('analysis', () => {
  it('lists what it found in order of work and takes up what has a slot', async () => {
    const { result, analysis } = await run({ cycle: { maxImprovements: 1 } });
    expect(kindsOf(analysis.opportunities)).toEqual(['n-plus-one', 'recurring-exception']);
    expect(analysis.opportunities.map((one) => Opportunity.parse(one))).toEqual(analysis.opportunities);
    expect(result.improvementIds).toEqual([`imp-${analysis.opportunities[0]?.id}`]);
    expect(analysis.telemetryAnalyzed.metrics).toBe(1200);
    expect(analysis.telemetryAnalyzed.logs).toBe(600);
  });

  it('takes up nothing in a dry run', async () => {
    const { result, analysis, offered } = await run({ cycle: { dryRun: true } });
    expect(result.improvementIds).toEqual([]);
    expect(offered).toEqual([]);
    expect(analysis.opportunities).toHaveLength(2);
  });

  it('leaves out what is being worked on, and says so', async () => {
    const key = (await run()).analysis.opportunities[0]?.key ?? '';
    const { analysis } = await run({ knowledge: { busyKeys: [key] } });
    expect(kindsOf(analysis.opportunities)).toEqual(['recurring-exception']);
    expect(analysis.heldBack).toMatchObject([{ opportunity: { key }, reason: 'an improvement is under way' }]);
  });

  it('holds back what was rolled back on the code that serves, until other code serves', async () => {
    const { opportunities } = (await run()).analysis;
    const lesson: Lesson = { id: 'l', improvementId: 'i', targetId: 'orders', opportunityKey: opportunities[0]?.key ?? '', author: 'recipe', result: 'rolled-back', text: 'slower', at: NOON };
    const serving = (since: number) => ({ version: '1', since });
    expect((await run({ knowledge: { lessons: [lesson], serving: serving(NOON - 1000) } })).analysis.heldBack).toMatchObject([{ reason: 'rolled-back on this code: slower' }]);
    expect((await run({ knowledge: { lessons: [lesson], serving: serving(NOON + 1000) } })).analysis.heldBack).toEqual([]);
  });

  it('keeps the place in the queue of what was listed before', async () => {
    const [first] = (await run()).analysis.opportunities;
    if (first === undefined) throw new Error('nothing was found');
    const { analysis } = await run({ knowledge: { known: [{ ...first, id: 'opp-old', firstSeenAt: NOON - 1 }] } });
    expect(analysis.opportunities[0]).toMatchObject({ id: 'opp-old', firstSeenAt: NOON - 1, lastSeenAt: STATE.completeUntil });
  });

  it('does not judge a version by what another one did', async () => {
    expect((await run({ knowledge: { serving: { version: '2' } } })).analysis.opportunities).toEqual([]);
  });

  it('of a tenant with an alias of its own finds that tenant\'s opportunities, beside what was found for everybody', async () => {
    const target = { shared: true, tenantAliases: { acme: 'acme-live' } };
    const everybody = (await run({ target })).analysis.opportunities;
    const own = (await run({ target, cycle: { tenantId: 'acme' }, knowledge: { known: everybody } })).analysis.opportunities;
    expect(own.map(({ tenantId, systemWide }) => [tenantId, systemWide])).toEqual([['acme', false], ['acme', false]]);
    expect(everybody.map(({ tenantId, systemWide }) => [tenantId, systemWide])).toEqual([[undefined, true], [undefined, true]]);
    expect(new Set([...own, ...everybody].map(({ id }) => id)).size).toBe(4);
  });

  it('tells of a target whose aliases too many callers pass by', async () => {
    const bypassed = { ...STATE, slices: STATE.slices.map((slice, index) => (index === 0 ? { ...slice, asked: [400, 40] as [number, number] } : slice)) };
    expect((await run({ state: bypassed })).analysis.notProtected).toEqual([{ targetId: 'orders', reason: expect.stringContaining('10.0 % of 400 invocations') as string }]);
    expect((await run()).analysis.notProtected).toEqual([]);
  });

  it('analyses the other targets when one has a fault, and names it', async () => {
    const { analysis } = await run({ cycle: { targetIds: ['broken', 'missing', 'new', 'orders'] } });
    expect(analysis.opportunities).toHaveLength(2);
    expect(analysis.problems).toEqual([
      { targetId: 'broken', reason: 'the store is not there' },
      { targetId: 'missing', reason: 'no such target' },
      { targetId: 'new', reason: 'no telemetry has been read yet' },
    ]);
  });

  it('says which cycle does not exist', async () => {
    await expect(run({ cycle: { id: 'cyc-2' } })).resolves.toBeDefined();
    await expect(analyze({ cycleId: 'nope' }, { cycles: { get: async () => undefined } } as unknown as AnalyzeDependencies)).rejects.toThrow('"nope"');
  });
});
