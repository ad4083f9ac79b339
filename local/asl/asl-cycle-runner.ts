import { readFileSync } from 'node:fs';
import { StateMachine } from 'aws-local-stepfunctions';
import type { CycleRunner } from '../../shared/ports/cycle-runner.ts';

type Decision = { readonly next: string };

/** What each Task state of the two machines does: the same phase functions that are Lambda functions on AWS. */
export type CycleHandlers = {
  readonly analyse: (input: { cycleId: string }) => Promise<{ improvements: readonly { improvementId: string; state: string }[] }>;
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

type Execution = { readonly done: Promise<void>; readonly abort: () => void; readonly ended: boolean };

/** Reads a state machine as CloudFormation would deploy it: every `${…}` gets a name of the right form. */
const readMachine = (file: string): StateMachine => {
  const text = readFileSync(new URL(`../../infra/${file}`, import.meta.url), 'utf8');
  const definition = JSON.parse(text.replaceAll(/\$\{(\w+)\}/g, 'arn:aws:lambda:us-east-1:000000000000:function:$1')) as ConstructorParameters<typeof StateMachine>[0];
  return new StateMachine(definition, { validationOptions: { noValidate: true } });
};

/**
 * `CycleRunner` in this process, on the same two ASL files that are deployed. Keeps nothing: after a crash the store says where each
 * improvement stood, and `startImprovement` goes on from there.
 */
export class AslCycleRunner implements CycleRunner {
  readonly #cycle = readMachine('cycle.asl.json');
  readonly #improvement = readMachine('improvement.asl.json');
  readonly #handlers: CycleHandlers;
  readonly #waitForTargetMs: number;
  readonly #onState: (execution: string, state: string) => void;
  readonly #executions = new Map<string, Execution>();
  readonly #waits = new Map<string, () => void>();
  readonly #firstWaits = new Map<string, () => void>();

  constructor(handlers: CycleHandlers, options: { waitForTargetMs: number; onState?: (execution: string, state: string) => void }) {
    this.#handlers = handlers;
    this.#waitForTargetMs = options.waitForTargetMs;
    this.#onState = options.onState ?? (() => {});
  }

  async startCycle(cycleId: string): Promise<{ started: boolean }> {
    if (this.#executions.has(cycleId)) return { started: false };
    const { analyse, report, failCycle } = this.#handlers;
    this.#start(cycleId, this.#cycle, { cycleId }, {
      Analyse: this.#task(cycleId, 'Analyse', analyse),
      Improve: this.#task(cycleId, 'Improve', ({ Input }: { Input: { improvementId: string } }) => this.#improveUntilSettledOrWaiting(Input.improvementId)),
      Report: this.#task(cycleId, 'Report', report),
      FailCycle: this.#task(cycleId, 'FailCycle', failCycle),
    });
    return { started: true };
  }

  async startImprovement(improvementId: string): Promise<{ started: boolean }> {
    if (this.#executions.get(improvementId)?.ended === false) return { started: false };
    const state = await this.#handlers.stateOf(improvementId);
    const { generate, validate, release, abandon, learn, approval, verdict } = this.#handlers;
    this.#start(improvementId, this.#improvement, { improvementId, state }, {
      Generate: this.#task(improvementId, 'Generate', generate),
      Validate: this.#task(improvementId, 'Validate', validate),
      Approve: this.#task(improvementId, 'Approve', () => {
        this.#firstWaits.get(improvementId)?.();
        return this.#wait(improvementId, approval);
      }),
      Release: this.#task(improvementId, 'Release', release),
      Watch: this.#task(improvementId, 'Watch', () => this.#wait(improvementId, verdict)),
      Abandon: this.#task(improvementId, 'Abandon', abandon),
      Learn: this.#task(improvementId, 'Learn', learn),
    });
    return { started: true };
  }

  async resume(improvementId: string): Promise<void> {
    this.#waits.get(improvementId)?.();
  }

  async stop(improvementId: string): Promise<void> {
    this.#executions.get(improvementId)?.abort();
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
    await Promise.race([firstWait, this.finished(improvementId)]);
    this.#firstWaits.delete(improvementId);
    return { improvementId };
  }

  /** A wait is a question asked again whenever somebody says that the answer may have changed. */
  async #wait(improvementId: string, question: (id: string) => Promise<Decision | undefined>): Promise<Decision> {
    for (;;) {
      const { promise: woken, resolve } = Promise.withResolvers<void>();
      this.#waits.set(improvementId, resolve);
      const answer = await question(improvementId);
      if (answer) {
        this.#waits.delete(improvementId);
        return answer;
      }
      await woken;
    }
  }

  #task<Input>(execution: string, state: string, handler: (input: Input) => Promise<unknown>) {
    return async (input: unknown): Promise<never> => {
      this.#onState(execution, state);
      // The runner's own type for JSON is narrower than what a handler returns; both are plain JSON.
      return (await handler(input as Input)) as never;
    };
  }

  #start(id: string, machine: StateMachine, input: Record<string, string>, taskResourceLocalHandlers: Handlers): void {
    const run = machine.run(input, {
      overrides: { taskResourceLocalHandlers, waitTimeOverrides: { WaitForTarget: this.#waitForTargetMs } },
      noThrowOnAbort: true,
      context: { Execution: { Input: input, Name: id }, Task: { Token: id } },
    });
    let ended = false;
    const done = run.result.then(
      () => {
        ended = true;
      },
      (error: unknown) => {
        ended = true;
        this.#onState(id, `failed: ${error instanceof Error ? error.message : String(error)}`);
      },
    );
    this.#executions.set(id, {
      done,
      abort: () => run.abort(),
      get ended() {
        return ended;
      },
    });
  }
}
