import { describe, expect, it } from 'vitest';
import { followCycle, followImprovement, type Progress } from '../../../../../lambdas/api/mcp/follow.ts';
import { createFollowers } from '../../../../../lambdas/api/mcp/followers.ts';
import type { Cycle } from '../../../../../shared/domain/cycle.ts';
import type { ImprovementState } from '../../../../../shared/domain/improvement.ts';
import { testClock } from '../../../../support/test-clock.ts';
import { improvementIn } from './mcp-world.ts';

const cycle = (state: Cycle['state'], improvementIds: string[]): Cycle => ({
  id: 'cycle-1', targetIds: ['orders'], trigger: 'command', cause: 'x', emergency: false, windowHours: 1, maxImprovements: 1, dryRun: false, state, startedAt: 1,
  telemetryAnalyzed: { metrics: 0, logs: 0, events: 0 }, opportunityIds: [], improvementIds, phaseMs: {},
});

/** Looks at one state after another, the last one for ever. */
const story = (states: readonly (ImprovementState | 'analysing' | 'over')[]) => {
  let looks = -1;
  const now = () => states[Math.min(looks, states.length - 1)] ?? 'over';
  return {
    cycles: { find: async () => {
      looks += 1;
      return now() === 'over' ? cycle('completed', ['imp-1']) : now() === 'analysing' ? cycle('running', []) : cycle('running', ['imp-1']);
    } },
    improvements: { find: async () => {
      const state = now();
      return improvementIn(state === 'over' || state === 'analysing' ? 'promoted' : state);
    } },
  };
};

const followed = async (states: Parameters<typeof story>[0], { seconds = 600, signal = new AbortController().signal } = {}) => {
  const clock = testClock();
  const told: Progress[] = [];
  const until = await followCycle('cycle-1', { ...story(states), clock }, { until: clock.now() + seconds * 1000, signal, tell: async (progress) => void told.push(progress) });
  return { until, told, tookSeconds: (clock.now() - testClock().now()) / 1000 };
};

describe('following a cycle', () => {
  it('tells each change once, with progress that only grows and never passes the total', async () => {
    const { until, told } = await followed(['analysing', 'generating', 'validating', 'generating', 'validating', 'releasing', 'watching', 'watching', 'promoting', 'over']);
    expect(until).toBe('settled');
    expect(told.map(({ message }) => message)).toEqual(['cycle-1 analyses', ...['generating', 'validating', 'generating', 'validating', 'releasing', 'watching', 'promoting'].map((state) => `cycle-1 runs: imp-1 ${state}`), 'cycle-1 completed: imp-1 promoted']);
    expect(told.every(({ progress, total }, index) => progress <= total && progress > (told[index - 1]?.progress ?? -1))).toBe(true);
    expect(told.at(-1)?.progress).toBe(told.at(-1)?.total);
  });

  it('ends where a person has to decide', async () => {
    expect((await followed(['generating', 'awaiting-approval', 'over'])).until).toBe('person');
  });

  it('ends when the time is over, and gives a sign of life every ten seconds until then', async () => {
    const { until, told, tookSeconds } = await followed(['watching'], { seconds: 45 });
    expect([until, tookSeconds, told.length]).toEqual(['time', 45, 5]);
  });

  it('ends when it is called off', async () => {
    const { until, tookSeconds } = await followed(['watching'], { signal: AbortSignal.abort() });
    expect([until, tookSeconds]).toEqual(['time', 0]);
  });

  it('of an improvement that is taken back ends when it is back', async () => {
    const clock = testClock();
    const states: ImprovementState[] = ['rolling-back', 'rolling-back', 'rolled-back'];
    const told: string[] = [];
    const until = await followImprovement('imp-1', { clock, cycles: { find: async () => undefined }, improvements: { find: async () => improvementIn(states.shift() ?? 'rolled-back') } }, { until: clock.now() + 60_000, signal: new AbortController().signal, tell: async ({ message }) => void told.push(message) });
    expect([until, told]).toEqual(['settled', ['imp-1 is rolling-back', 'imp-1 is rolled-back']]);
  });
});

describe('places to follow', () => {
  it('are limited for each caller and for all, and come back once', () => {
    const followers = createFollowers({ most: 3, mostPerCaller: 2 });
    const [first, second] = [followers.take('a'), followers.take('a')];
    expect([first, second, followers.take('a')].map((place) => place === undefined)).toEqual([false, false, true]);
    followers.take('b');
    expect(followers.take('c')).toBeUndefined();
    first?.();
    first?.();
    expect(followers.count()).toBe(2);
    expect(followers.take('c')).toBeDefined();
  });
});
