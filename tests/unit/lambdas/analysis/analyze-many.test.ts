import { describe, expect, it } from 'vitest';
import { analyze, type Analysis, type AnalyzeDependencies } from '../../../../lambdas/analysis/analyze.ts';
import type { TargetState } from '../../../../shared/domain/target-state.ts';
import { findOpportunities } from '../../../../shared/rules/scoring/find-opportunities.ts';
import { glanceAt } from '../../../../shared/rules/scoring/glance-at.ts';
import { NOON, observed, ORDERS } from '../../../support/observed-service.ts';

const HEALTHY = observed(600);
const LOOPING = observed(600, (number) => ({ durationMs: 70, calls: Array.from({ length: 6 }, (_, at) => ({ shape: 'GET c/{}', at: 'index.mjs:2:1 f', startMs: 1 + at * 10, durationMs: 9, key: `${number}-${at}` })) }));
const FAILING = observed(600, (number) => (number % 60 === 0 ? { outcome: 'error', error: { name: 'TypeError', message: 'no city', stack: ['index.mjs:5:1 label'] } } : {}));
const options = { windowHours: 24, now: HEALTHY.completeUntil, idOf: (key: string) => key };

/** Analyses `count` targets, each tenth of them looping; tells what was asked of each. */
const analyzeMany = async (count: number) => {
  const targetIds = Array.from({ length: count }, (_, index) => `t${index}`);
  const [asked, recorded]: [string[], Analysis[]] = [[], []];
  let [held, mostHeld] = [0, 0];
  const isLooping = (id: string): boolean => id.endsWith('9');
  const dependencies: AnalyzeDependencies = {
    cycles: {
      get: async () => ({ id: 'cyc-1', targetIds, trigger: 'schedule', cause: 'test', emergency: false, windowHours: 24, maxImprovements: 3, dryRun: false, state: 'running', startedAt: NOON, telemetryAnalyzed: { metrics: 0, logs: 0, events: 0 }, opportunityIds: [], improvementIds: [], phaseMs: {} }),
      recordAnalysis: async (_, analysis) => void recorded.push(analysis),
    },
    targets: { get: async (id) => ({ ...ORDERS, id }) },
    states: {
      get: async (id) => {
        mostHeld = Math.max(mostHeld, (held += 1));
        await Promise.resolve();
        return { state: isLooping(id) ? LOOPING : HEALTHY };
      },
    },
    knowledge: {
      serving: async () => {
        held -= 1;
        return { version: '1' };
      },
      of: async ({ id }, serving) => {
        asked.push(`${id} ${serving?.version}`);
        return { serving, lessons: [], known: [], busyKeys: [] };
      },
    },
    slots: { take: async () => [] },
    clock: { now: () => options.now, sleep: async () => undefined },
    ids: { next: (prefix) => prefix, derived: (prefix, cause) => `${prefix} ${cause}` },
  };
  await analyze({ cycleId: 'cyc-1' }, dependencies);
  return { analysis: recorded[0], asked, mostHeld };
};

describe('the analysis of many targets', () => {
  it('fetches source and lessons only where there is something to place', async () => {
    const { analysis, asked } = await analyzeMany(40);
    expect(asked.toSorted()).toEqual(['t19 1', 't29 1', 't39 1', 't9 1']);
    expect(analysis?.opportunities.map(({ targetId }) => targetId).toSorted()).toEqual(['t19', 't29', 't39', 't9']);
    expect(analysis?.problems).toEqual([]);
    expect(analysis?.telemetryAnalyzed.metrics).toBe(40 * 1200);
  });

  it('holds the states of a few at a time, however many there are', async () => {
    expect((await analyzeMany(100)).mostHeld).toBeLessThanOrEqual(8);
  });
});

describe('a glance', () => {
  it.each<[string, TargetState, boolean]>([['a healthy target', HEALTHY, true], ['one with a loop of calls', LOOPING, false], ['one with an exception now and then', FAILING, false]])('at %s tells whether anything is found', (_, state, isWell) => {
    const seen = { target: ORDERS, state, serving: { version: '1' } };
    const found = findOpportunities({ ...seen, lessons: [], known: [], busyKeys: [] }, options);
    expect(found.open.length === 0).toBe(isWell);
    const { nothing, window } = glanceAt(seen, options);
    expect(nothing).toEqual(isWell ? found : undefined);
    // Places are named in what was added up already: nothing differs from adding up anew.
    const map = { sourceMap: undefined, paths: ['src/orders.ts', 'orders.js'], lessons: [], known: [], busyKeys: [] };
    expect(findOpportunities({ ...seen, ...map }, options, window)).toEqual(findOpportunities({ ...seen, ...map }, options));
  });
});
