import { describe, expect, it } from 'vitest';
import { AslCycleRunner, type CycleHandlers } from '../../../../local/asl/asl-cycle-runner.ts';

type Next = { next: string };

/** Handlers that take the straight way from an opportunity to a promotion; each test varies one. */
const straight = (change: Partial<CycleHandlers> = {}): CycleHandlers => ({
  analyse: async () => ({ improvements: [{ improvementId: 'imp-1', state: 'queued' }, { improvementId: 'imp-2', state: 'queued' }] }),
  report: async () => ({ reportKey: 'reports/x' }),
  failCycle: async () => ({}),
  generate: async () => ({ next: 'validate' }),
  validate: async () => ({ next: 'release' }),
  release: async () => ({ next: 'watch' }),
  abandon: async () => ({ next: 'learn' }),
  learn: async () => ({ next: 'done' }),
  approval: async () => ({ next: 'release' }),
  verdict: async () => ({ next: 'learn' }),
  stateOf: async () => 'queued',
  ...change,
});

const running = (change: Partial<CycleHandlers> = {}) => {
  const states: string[] = [];
  const runner = new AslCycleRunner(straight(change), { waitForTargetMs: 1, onState: (execution, state) => states.push(`${execution}: ${state}`) });
  return { runner, states, statesOf: (id: string) => states.filter((entry) => entry.startsWith(`${id}: `)).map((entry) => entry.slice(id.length + 2)) };
};
const run = async (change: Partial<CycleHandlers> = {}): Promise<string[]> => {
  const { runner, statesOf } = running(change);
  await runner.startImprovement('imp-1');
  await runner.finished('imp-1');
  return statesOf('imp-1');
};
/** Answers in turn; the last one for ever. */
const inTurn = (...answers: string[]) => async (): Promise<Next> => ({ next: (answers.length > 1 ? answers.shift() : answers[0]) ?? '' });

describe('an improvement', () => {
  it('goes the straight way', async () => {
    expect(await run()).toEqual(['Generate', 'Validate', 'Release', 'Watch', 'Learn']);
  });

  it.each([
    ['queued', ['Generate', 'Validate', 'Release', 'Watch', 'Learn']],
    ['validating', ['Validate', 'Release', 'Watch', 'Learn']],
    ['awaiting-approval', ['Approve', 'Release', 'Watch', 'Learn']],
    ['releasing', ['Watch', 'Learn']],
    ['rolling-back', ['Watch', 'Learn']],
    ['reverting', ['Watch', 'Learn']],
    ['rejected', ['Learn']],
  ])('resumes from %s where it stood', async (state, states) => {
    expect(await run({ stateOf: async () => state })).toEqual(states);
  });

  it.each<[string, Partial<CycleHandlers>, string[]]>([
    ['abstains', { generate: async () => ({ next: 'learn' }) }, ['Generate', 'Learn']],
    ['fails a check and is written again', { validate: inTurn('generate', 'release') }, ['Generate', 'Validate', 'Generate', 'Validate', 'Release', 'Watch', 'Learn']],
    ['is rejected by a check', { validate: async () => ({ next: 'learn' }) }, ['Generate', 'Validate', 'Learn']],
    ['waits for a yes', { validate: async () => ({ next: 'approve' }) }, ['Generate', 'Validate', 'Approve', 'Release', 'Watch', 'Learn']],
    ['gets a no', { validate: async () => ({ next: 'approve' }), approval: async () => ({ next: 'learn' }) }, ['Generate', 'Validate', 'Approve', 'Learn']],
    ['waits while writing is switched off', { generate: inTurn('wait', 'wait', 'validate') }, ['Generate', 'Generate', 'Generate', 'Validate', 'Release', 'Watch', 'Learn']],
    ['waits while checking is switched off', { validate: inTurn('wait', 'release') }, ['Generate', 'Validate', 'Validate', 'Release', 'Watch', 'Learn']],
    ['waits while releasing is switched off, and out quiet hours', { release: inTurn('later', 'later', 'watch') }, ['Generate', 'Validate', 'Release', 'Release', 'Release', 'Watch', 'Learn']],
    ['waits for its turn on the target', { release: inTurn('wait', 'wait', 'watch') }, ['Generate', 'Validate', 'Release', 'Release', 'Release', 'Watch', 'Learn']],
    ['is for code that no longer serves', { release: inTurn('generate', 'validate', 'watch') }, ['Generate', 'Validate', 'Release', 'Generate', 'Validate', 'Release', 'Validate', 'Release', 'Watch', 'Learn']],
  ])('%s', async (_, change, states) => {
    expect(await run(change)).toEqual(states);
  });

  it.each(['generate', 'validate', 'release', 'verdict'] as const)('is abandoned with the cause when %s breaks', async (name) => {
    const causes: unknown[] = [];
    const states = await run({
      [name]: async () => {
        throw new TypeError('odd');
      },
      abandon: async ({ error }) => {
        causes.push(error);
        return { next: 'learn' };
      },
    });
    expect(states.slice(-2)).toEqual(['Abandon', 'Learn']);
    expect(causes).toEqual([{ Error: 'TypeError', Cause: 'odd' }]);
  });

  it('waits until somebody says that the answer may have changed, and then asks again', async () => {
    let settled = false;
    let asked = 0;
    const { runner, statesOf } = running({
      verdict: async () => {
        asked += 1;
        return settled ? { next: 'learn' } : undefined;
      },
    });
    await runner.startImprovement('imp-1');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await runner.resume('imp-1');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([asked, statesOf('imp-1').at(-1), runner.running]).toEqual([2, 'Watch', ['imp-1']]);
    settled = true;
    await runner.resume('imp-1');
    await runner.finished('imp-1');
    expect([statesOf('imp-1').at(-1), runner.running]).toEqual(['Learn', []]);
    await runner.resume('imp-1');
  });

  it('waits for a person as long as it takes: a month is no time-out here', async () => {
    const { runner, statesOf } = running({ stateOf: async () => 'awaiting-approval', approval: async () => undefined });
    await runner.startImprovement('imp-1');
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect([statesOf('imp-1'), runner.running]).toEqual([['Approve'], ['imp-1']]);
    await runner.stopAll();
  });

  it('is started once, however many ask at the same time', async () => {
    const { runner, statesOf } = running();
    const started = await Promise.all([1, 2, 3].map(() => runner.startImprovement('imp-1')));
    expect(started.filter((answer) => answer.started)).toHaveLength(1);
    await runner.finished('imp-1');
    expect(statesOf('imp-1')).toEqual(['Generate', 'Validate', 'Release', 'Watch', 'Learn']);
    expect(await runner.startImprovement('imp-1')).toEqual({ started: true });
    await runner.finished('imp-1');
  });

  it('stops at once, asks nothing any more, and goes on later from where the store says', async () => {
    let asked = 0;
    const { runner, statesOf } = running({
      stateOf: async () => 'watching',
      verdict: async () => {
        asked += 1;
        return undefined;
      },
    });
    await runner.startImprovement('imp-1');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await runner.stop('imp-1');
    await runner.finished('imp-1');
    const before = asked;
    await runner.resume('imp-1');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([runner.running, asked, statesOf('imp-1')]).toEqual([[], before, ['Watch']]);
    await runner.startImprovement('imp-1');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(runner.running).toEqual(['imp-1']);
    await runner.stopAll();
    expect(runner.running).toEqual([]);
  });
});

describe('a cycle', () => {
  it('improves each that got a slot, and reports when all have settled', async () => {
    const { runner, states, statesOf } = running();
    expect(await runner.startCycle('cyc-1')).toEqual({ started: true });
    await runner.finished('cyc-1');
    expect(statesOf('cyc-1')).toEqual(['Analyse', 'Improve', 'Improve', 'Report']);
    expect(states.at(-1)).toBe('cyc-1: Report');
    expect([statesOf('imp-1').at(-1), statesOf('imp-2').at(-1)]).toEqual(['Learn', 'Learn']);
    expect(await runner.startCycle('cyc-1')).toEqual({ started: false });
  });

  it('reports while one still waits for a person', async () => {
    const { runner, statesOf } = running({ validate: async () => ({ next: 'approve' }), approval: async (id) => (id === 'imp-1' ? undefined : { next: 'release' }) });
    await runner.startCycle('cyc-1');
    await runner.finished('cyc-1');
    expect(statesOf('cyc-1').at(-1)).toBe('Report');
    await runner.finished('imp-2');
    expect([statesOf('imp-1').at(-1), statesOf('imp-2').at(-1), runner.running]).toEqual(['Approve', 'Learn', ['imp-1']]);
    await runner.stopAll();
  });

  it('reports while one waits for a person since an earlier cycle', async () => {
    const { runner, statesOf } = running({ stateOf: async () => 'awaiting-approval', approval: async (id) => (id === 'imp-1' ? undefined : { next: 'learn' }) });
    await runner.startImprovement('imp-1');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await runner.startCycle('cyc-1');
    await runner.finished('cyc-1');
    expect(statesOf('cyc-1').at(-1)).toBe('Report');
    await runner.stopAll();
  });

  it('reports when nothing was found', async () => {
    const { runner, statesOf } = running({ analyse: async () => ({ improvements: [] }) });
    await runner.startCycle('cyc-1');
    await runner.finished('cyc-1');
    expect(statesOf('cyc-1')).toEqual(['Analyse', 'Report']);
  });

  it('waits while analysing or reporting is switched off', async () => {
    const [looks, reports] = [[{ improvements: [], next: 'wait' as const }, { improvements: [] }], [{ next: 'wait' }, { reportKey: 'reports/x' }]];
    const { runner, statesOf } = running({ analyse: async () => looks.shift() ?? { improvements: [] }, report: async () => reports.shift() });
    await runner.startCycle('cyc-1');
    await runner.finished('cyc-1');
    expect(statesOf('cyc-1')).toEqual(['Analyse', 'Analyse', 'Report', 'Report']);
  });

  it.each(['analyse', 'report'] as const)('fails with the cause when %s breaks', async (name) => {
    const failures: unknown[] = [];
    const { runner, statesOf } = running({
      [name]: async () => {
        throw new RangeError('odd');
      },
      failCycle: async (input) => failures.push(input),
    });
    await runner.startCycle('cyc-1');
    await runner.finished('cyc-1');
    expect(statesOf('cyc-1').at(-1)).toBe('FailCycle');
    expect(failures).toEqual([{ cycleId: 'cyc-1', error: { Error: 'RangeError', Cause: 'odd' } }]);
  });

  it('reports even when an improvement breaks beyond help', async () => {
    const { runner, statesOf } = running({
      learn: async () => {
        throw new Error('The store is gone.');
      },
    });
    await runner.startCycle('cyc-1');
    await runner.finished('cyc-1');
    expect(statesOf('cyc-1').at(-1)).toBe('Report');
    expect(statesOf('imp-1').at(-1)).toContain('failed: ');
  });
});
