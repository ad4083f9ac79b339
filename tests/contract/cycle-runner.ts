import { describe, expect, it } from 'vitest';
import type { CycleHandlers } from '../../local/asl/asl-cycle-runner.ts';
import type { CycleRunner } from '../../shared/ports/cycle-runner.ts';

export type RunnerUnderTest = {
  readonly runner: CycleRunner;
  /** Resolves when the last execution of this cycle or improvement has ended. */
  readonly finished: (machine: 'cycle' | 'improvement', id: string) => Promise<void>;
  /** Resolves when `question` says yes. */
  readonly until: (what: string, question: () => Promise<boolean>) => Promise<void>;
};

type Next = { next: string };

/** Handlers that take the straight way from an opportunity to a promotion and note who was asked; each test varies one. */
export const straightWay = (id: string, change: Partial<CycleHandlers> = {}): { handlers: CycleHandlers; asked: string[] } => {
  const asked: string[] = [];
  const note = <Input, Answer>(name: string, answer: (input: Input) => Promise<Answer>) => async (input: Input): Promise<Answer> => {
    asked.push(name);
    return answer(input);
  };
  const plain: CycleHandlers = {
    analyse: async () => ({ improvements: [{ improvementId: id, state: 'queued' }] }),
    report: async () => ({}),
    failCycle: async () => ({}),
    generate: async () => ({ next: 'validate' }),
    validate: async () => ({ next: 'release' }),
    release: async () => ({ next: 'watch' }),
    abandon: async () => ({ next: 'learn' }),
    learn: async () => ({ next: 'done' }),
    approval: async () => ({ next: 'release' }),
    verdict: async () => ({ next: 'learn' }),
    stateOf: async () => 'queued',
  };
  const all = { ...plain, ...change };
  return {
    asked,
    handlers: {
      ...all,
      analyse: note('analyse', all.analyse), report: note('report', all.report), failCycle: note('failCycle', all.failCycle),
      generate: note('generate', all.generate), validate: note('validate', all.validate), release: note('release', all.release), abandon: note('abandon', all.abandon), learn: note('learn', all.learn),
    },
  };
};

/** What every `CycleRunner` does, whatever runs the state machines. `make` gives a runner on these handlers; ids are never used twice. */
export const describeCycleRunner = (name: string, make: (handlers: CycleHandlers) => Promise<RunnerUnderTest>): void => {
  let made = 0;
  const fresh = (prefix: string): string => {
    made += 1;
    return `${prefix}-${made}`;
  };
  const on = async (id: string, change: Partial<CycleHandlers> = {}) => {
    const { handlers, asked } = straightWay(id, change);
    return { ...(await make(handlers)), asked, asks: (what: string) => asked.filter((entry) => entry === what).length };
  };

  describe(`the runner ${name}`, () => {
    it('brings an improvement from its state to its end', async () => {
      const id = fresh('imp');
      const { runner, finished, asked } = await on(id);
      expect(await runner.startImprovement(id)).toEqual({ started: true });
      await finished('improvement', id);
      expect(asked).toEqual(['generate', 'validate', 'release', 'learn']);
    });

    it('begins where the store says', async () => {
      const id = fresh('imp');
      const { runner, finished, asked } = await on(id, { stateOf: async () => 'watching' });
      await runner.startImprovement(id);
      await finished('improvement', id);
      expect(asked).toEqual(['learn']);
    });

    it('starts nothing beside what runs, and again what has ended', async () => {
      const id = fresh('imp');
      let settled = false;
      const { runner, finished, until, asks } = await on(id, { verdict: async () => (settled ? { next: 'learn' } : undefined) });
      await runner.startImprovement(id);
      await until('the release', async () => asks('release') === 1);
      expect(await runner.startImprovement(id)).toEqual({ started: false });
      settled = true;
      await until('the end of the watch', async () => {
        await runner.resume(id);
        return asks('learn') === 1;
      });
      await finished('improvement', id);
      expect(await runner.startImprovement(id)).toEqual({ started: true });
      await until('the second end', async () => asks('learn') === 2);
    });

    it('waits for a person until the answer is there and somebody says so', async () => {
      const id = fresh('imp');
      let answer: Next | undefined;
      let questions = 0;
      const { runner, finished, until, asked } = await on(id, {
        validate: async () => ({ next: 'approve' }),
        approval: async () => {
          questions += 1;
          return answer;
        },
      });
      await runner.startImprovement(id);
      await until('the question', async () => questions > 0);
      await runner.resume(id);
      answer = { next: 'learn' };
      await runner.resume(id);
      await finished('improvement', id);
      await runner.resume(id);
      expect(asked).toEqual(['generate', 'validate', 'learn']);
    });

    it('ends an execution at a wait, which nothing wakes any more, and starts another one later', async () => {
      const id = fresh('imp');
      let questions = 0;
      let settled = false;
      const { runner, finished, until, asked } = await on(id, {
        stateOf: async () => 'watching',
        verdict: async () => {
          questions += 1;
          return settled ? { next: 'learn' } : undefined;
        },
      });
      await runner.startImprovement(id);
      await until('the watch', async () => questions > 0);
      await runner.stop(id);
      await finished('improvement', id);
      expect(asked).toEqual([]);
      const before = questions;
      expect(await runner.startImprovement(id)).toEqual({ started: true });
      await until('the second watch', async () => questions > before);
      settled = true;
      await until('its end', async () => {
        await runner.resume(id);
        return asked.includes('learn');
      });
      await finished('improvement', id);
      expect(asked).toEqual(['learn']);
    });

    it('stops and resumes what is not there without effect', async () => {
      const id = fresh('imp');
      const { runner, asked } = await on(id);
      await runner.stop(id);
      await runner.resume(id);
      expect(asked).toEqual([]);
    });

    it('runs a cycle until its improvement has settled, and reports', async () => {
      const [cycleId, id] = [fresh('cyc'), fresh('imp')];
      const { runner, finished, asked } = await on(id);
      expect(await runner.startCycle(cycleId)).toEqual({ started: true });
      await finished('cycle', cycleId);
      expect(asked).toEqual(['analyse', 'generate', 'validate', 'release', 'learn', 'report']);
      expect(await runner.startCycle(cycleId)).toEqual({ started: false });
    });

    it('reports a cycle whose improvement waits for a person, and goes on with it after the answer', async () => {
      const [cycleId, id] = [fresh('cyc'), fresh('imp')];
      let answer: Next | undefined;
      const { runner, finished, until, asked } = await on(id, { validate: async () => ({ next: 'approve' }), approval: async () => answer });
      await runner.startCycle(cycleId);
      await finished('cycle', cycleId);
      expect(asked).toEqual(['analyse', 'generate', 'validate', 'report']);
      answer = { next: 'release' };
      await until('the end', async () => {
        await runner.resume(id);
        return asked.includes('learn');
      });
      await finished('improvement', id);
      expect(asked.slice(4)).toEqual(['release', 'learn']);
    });

    it('fails a cycle whose analysis breaks', async () => {
      const [cycleId, id] = [fresh('cyc'), fresh('imp')];
      const { runner, finished, asked } = await on(id, {
        analyse: async () => {
          throw new Error('no telemetry');
        },
      });
      await runner.startCycle(cycleId);
      await finished('cycle', cycleId);
      expect(asked).toEqual(['analyse', 'failCycle']);
    });
  });
};
