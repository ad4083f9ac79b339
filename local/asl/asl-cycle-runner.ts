import type { StateMachine } from 'aws-local-stepfunctions';
import type { CycleRunner } from '../../shared/ports/cycle-runner.ts';
import { readMachine } from './read-machine.ts';

type Decision = { readonly next: string };

/** What each Task state of the two machines does: the same phase functions that are Lambda functions on AWS. */
export type CycleHandlers = {
  /** `next: 'wait'`: switched off; asked again after a while. */
  readonly analyse: (input: { cycleId: string }) => Promise<{ improvements: readonly { improvementId: string; state: string }[]; next?: 'wait' }>;
  readonly report: (input: { cycleId: string }) => Promise<unknown>;
  readonly failCycle: (input: { cycleId: string; error: unknown }) => Promise<unknown>;
  readonly generate: (input: { improvementId: string }) => Promise<Decision>;
  readonly validate: (input: { improvementId: string }) => Promise<Decision>;
  readonly release: (input: { improvementId: string }) => Promise<Decision>;
  readonly abandon: (input: { improvementId: string; error: unknown }) => Promise<Decision>;
  readonly learn: (input: { improvementId: string }) => Promise<Decision>;
  /** Says whether the wait is over, and how; `undefined` while it is not. Asked at the start of a wait and at every `resume`. */
  readonly approval: (improvementId: string) => Promise<Decision | undefined>;
  readonly verdict: (improvementId: string) => Promise<Decision | undefined>;
  /** The stored state, for the Choice that an execution begins with. */
  readonly stateOf: (improvementId: string) => Promise<string>;
};

/** As the library has it: any JSON in, any JSON out. */
type Handlers = NonNullable<NonNullable<NonNullable<Parameters<StateMachine['run']>[1]>['overrides']>['taskResourceLocalHandlers']>;

type Execution = { readonly done: Promise<void>; readonly abort: () => void; readonly ended: boolean; readonly stopped: boolean };

/** The cycle in this process waits for the execution itself, not for a token. */
const NO_TOKEN = '';

export type RunnerOptions = {
  readonly waitForTargetMs: number;
  /** How long what is switched off waits before it asks again; five times as long as for a target when left out. */
  readonly waitForSwitchMs?: number;
  /** Told of each Task that begins, and of an execution's failure. */
  readonly onState?: (execution: string, state: string) => void;
  /** Told of each state that is entered, as Step Functions' history has it. */
  readonly onEntered?: (execution: string, state: string) => void;
};

/**
 * `CycleRunner` in this process, on the same two ASL files that are deployed. Keeps nothing: after a crash the store says where each
 * improvement stood, and `startImprovement` goes on from there.
 */
export class AslCycleRunner implements CycleRunner {
  readonly #cycle = readMachine('cycle.asl.json');
  readonly #improvement = readMachine('improvement.asl.json');
  readonly #handlers: CycleHandlers;
  readonly #waitTimes: Readonly<Record<string, number>>;
  readonly #onState: (execution: string, state: string) => void;
  readonly #onEntered: ((execution: string, state: string) => void) | undefined;
  readonly #executions = new Map<string, Execution>();
  readonly #waits = new Map<string, () => void>();
  readonly #firstWaits = new Map<string, () => void>();
  readonly #starting = new Set<string>();
  readonly #waitingForPerson = new Set<string>();

  constructor(handlers: CycleHandlers, options: RunnerOptions) {
    this.#handlers = handlers;
    const { waitForTargetMs, waitForSwitchMs = 5 * waitForTargetMs } = options;
    this.#waitTimes = { WaitForTarget: waitForTargetMs, WaitToAnalyse: waitForSwitchMs, WaitToGenerate: waitForSwitchMs, WaitToValidate: waitForSwitchMs, WaitToRelease: waitForSwitchMs, WaitToReport: waitForSwitchMs };
    this.#onState = options.onState ?? (() => {});
    this.#onEntered = options.onEntered;
  }

  async startCycle(cycleId: string): Promise<{ started: boolean }> {
    if (this.#executions.has(cycleId)) return { started: false };
    const { analyse, report, failCycle } = this.#handlers;
    this.#start(cycleId, this.#cycle, { cycleId, state: 'running' }, {
      Analyse: this.#task(cycleId, 'Analyse', analyse),
      Improve: this.#task(cycleId, 'Improve', ({ Input }: { Input: { improvementId: string } }) => this.#improveUntilSettledOrWaiting(Input.improvementId)),
      Report: this.#task(cycleId, 'Report', report),
      FailCycle: this.#task(cycleId, 'FailCycle', failCycle),
    });
    return { started: true };
  }

  async startImprovement(improvementId: string): Promise<{ started: boolean }> {
    if (this.#starting.has(improvementId) || this.#executions.get(improvementId)?.ended === false) return { started: false };
    this.#starting.add(improvementId);
    try {
      this.#startAt(improvementId, await this.#handlers.stateOf(improvementId));
    } finally {
      this.#starting.delete(improvementId);
    }
    return { started: true };
  }

  #startAt(improvementId: string, state: string): void {
    const { generate, validate, release, abandon, learn, approval, verdict } = this.#handlers;
    this.#start(improvementId, this.#improvement, { improvementId, state, cycleToken: NO_TOKEN }, {
      Generate: this.#task(improvementId, 'Generate', generate),
      Validate: this.#task(improvementId, 'Validate', validate),
      Approve: this.#task(improvementId, 'Approve', async () => {
        this.#waitingForPerson.add(improvementId);
        this.#firstWaits.get(improvementId)?.();
        try {
          return await this.#wait(improvementId, approval);
        } finally {
          this.#waitingForPerson.delete(improvementId);
        }
      }),
      Release: this.#task(improvementId, 'Release', release),
      Watch: this.#task(improvementId, 'Watch', () => this.#wait(improvementId, verdict)),
      Abandon: this.#task(improvementId, 'Abandon', abandon),
      Learn: this.#task(improvementId, 'Learn', learn),
    });
  }

  async resume(improvementId: string): Promise<void> {
    this.#waits.get(improvementId)?.();
  }

  async stop(improvementId: string): Promise<void> {
    this.#executions.get(improvementId)?.abort();
    this.#waits.get(improvementId)?.();
  }

  /** Resolves when the execution has ended, at once when there is none. */
  async finished(id: string): Promise<void> {
    await this.#executions.get(id)?.done;
  }

  get running(): string[] {
    return [...this.#executions].filter(([, { ended }]) => !ended).map(([id]) => id);
  }

  /** Ends all executions; the store knows where to go on. */
  async stopAll(): Promise<void> {
    for (const { abort } of this.#executions.values()) abort();
    for (const wake of this.#waits.values()) wake();
    await Promise.all([...this.#executions.values()].map(({ done }) => done));
  }

  async #improveUntilSettledOrWaiting(improvementId: string): Promise<{ improvementId: string }> {
    const firstWait = new Promise<void>((resolve) => this.#firstWaits.set(improvementId, resolve));
    await this.startImprovement(improvementId);
    if (!this.#waitingForPerson.has(improvementId)) await Promise.race([firstWait, this.finished(improvementId)]);
    this.#firstWaits.delete(improvementId);
    return { improvementId };
  }

  /** A wait is a question asked again whenever somebody says that the answer may have changed. */
  async #wait(improvementId: string, question: (id: string) => Promise<Decision | undefined>): Promise<Decision> {
    const execution = this.#executions.get(improvementId);
    for (;;) {
      const { promise: woken, resolve } = Promise.withResolvers<void>();
      this.#waits.set(improvementId, resolve);
      const answer = await question(improvementId);
      if (!answer) await woken;
      // A wait that was stopped must not keep its timer, and with it the process.
      const decision = execution?.stopped === true ? { next: 'stopped' } : answer;
      if (!decision) continue;
      if (this.#waits.get(improvementId) === resolve) this.#waits.delete(improvementId);
      return decision;
    }
  }

  async #follow(id: string, events: AsyncIterable<{ readonly type: string; readonly state?: { readonly name: string } }>, told: (execution: string, state: string) => void): Promise<void> {
    for await (const { type, state } of events) if (type === 'StateEntered' && state) told(id, state.name);
  }

  #task(execution: string, state: string, handler: (input: never) => Promise<unknown>) {
    return async (input: unknown): Promise<never> => {
      this.#onState(execution, state);
      // The runner's own type for JSON is narrower than what a handler takes and returns; both are plain JSON.
      return (await handler(input as never)) as never;
    };
  }

  #start(id: string, machine: StateMachine, input: Record<string, string>, taskResourceLocalHandlers: Handlers): void {
    const run = machine.run(input, {
      overrides: { taskResourceLocalHandlers, waitTimeOverrides: this.#waitTimes },
      noThrowOnAbort: true,
      context: { Execution: { Input: input, Name: id }, Task: { Token: id } },
    });
    const followed = this.#onEntered ? this.#follow(id, run.eventLogs, this.#onEntered) : undefined;
    let ended = false;
    let stopped = false;
    const done = run.result
      .then(() => undefined, (error: unknown) => this.#onState(id, `failed: ${error instanceof Error ? error.message : String(error)}`))
      .then(() => followed)
      .finally(() => {
        ended = true;
      });
    this.#executions.set(id, {
      done,
      abort: () => {
        stopped = true;
        run.abort();
      },
      get ended() {
        return ended;
      },
      get stopped() {
        return stopped;
      },
    });
  }
}
