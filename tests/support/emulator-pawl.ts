import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DisableRuleCommand, EnableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetAliasCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { emulatorClient } from '../../localstack/client-options.ts';
import { EMULATOR_ACCOUNT, EMULATOR_REGION, type MiniStack } from '../../localstack/ministack.ts';
import { ORDERS_FUNCTION, STAGE } from '../../localstack/world.ts';
import { dynamoItemStore } from '../../shared/adapters/aws/dynamo-item-store.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { SETTLED, type Improvement } from '../../shared/domain/improvement.ts';
import { Cycles } from '../../shared/store/cycles.ts';
import { Improvements } from '../../shared/store/improvements.ts';
import { RegisteredTargets } from '../../shared/store/registered-targets.ts';
import { Releases } from '../../shared/store/releases.ts';
import { TargetStates } from '../../shared/store/target-states.ts';
import { eventually } from './pawl-cli.ts';

const LOOP = `pawl-${STAGE}`;
const BETWEEN_TICKS_MS = 1000;

/** What the minute rules start. */
export type Tick = 'collect' | 'watch' | 'guard';

/** Which version an alias serves, and the share of another one beside it. */
export type Served = { readonly version: string; readonly other?: { readonly version: string; readonly weight: number } };

/** A function threw; its error as the caller sees it. */
export class FunctionFailed extends Error {
  override name = 'FunctionFailed';
}

/** Pawl on an emulator, as a test handles it: its table read directly, its functions invoked, its clock driven. */
export class DeployedPawl {
  readonly improvements: Improvements;
  readonly releases: Releases;
  readonly cycles: Cycles;
  readonly states: TargetStates;
  readonly registered: RegisteredTargets;
  readonly #lambda: LambdaClient;
  readonly #machines: SFNClient;
  readonly #rules: EventBridgeClient;
  readonly #alarms: CloudWatchClient;
  readonly #running = new Map<Tick, Promise<void>>();
  readonly #wanted = new Set<Tick>();
  /** What ticks said when they failed; a test looks at it in the end. */
  readonly tickFailures: string[] = [];

  constructor(emulator: Pick<MiniStack, 'endpoint'>) {
    const options = emulatorClient(emulator);
    const store = dynamoItemStore({ client: new DynamoDBClient(options), table: LOOP, clock: systemClock });
    this.improvements = new Improvements(store);
    this.releases = new Releases(store);
    this.cycles = new Cycles(store);
    this.states = new TargetStates(store);
    this.registered = new RegisteredTargets(store);
    // A function may take as long as the emulator lets it.
    this.#lambda = new LambdaClient({ ...options, maxAttempts: 1 });
    this.#machines = new SFNClient(options);
    this.#rules = new EventBridgeClient(options);
    this.#alarms = new CloudWatchClient(options);
  }

  /** Invokes a function of the loop by its short name. Throws `FunctionFailed` when it throws. */
  async invoke(name: string, payload: object = {}): Promise<unknown> {
    const { FunctionError, Payload } = await this.#lambda.send(new InvokeCommand({ FunctionName: `${LOOP}-${name}`, Payload: JSON.stringify(payload) }));
    const answer: unknown = JSON.parse(Payload?.transformToString() || 'null');
    if (FunctionError !== undefined) throw new FunctionFailed(`${name}: ${typeof answer === 'object' && answer !== null && 'errorMessage' in answer ? String(answer.errorMessage) : JSON.stringify(answer)}`);
    return answer;
  }

  /** The minute rules on a quicker clock: each of `ticks` again and again, a second after it ended. */
  start(...ticks: readonly Tick[]): void {
    for (const tick of ticks) {
      this.#wanted.add(tick);
      if (!this.#running.has(tick)) this.#running.set(tick, this.#drive(tick).finally(() => this.#running.delete(tick)));
    }
  }

  /** Ends ticks and resolves when none of them is under way. */
  async end(...ticks: readonly Tick[]): Promise<void> {
    for (const tick of ticks) this.#wanted.delete(tick);
    await Promise.all(ticks.map((tick) => this.#running.get(tick) ?? Promise.resolve()));
  }

  /** The rule itself, so that nothing starts the function any more. */
  async setRule(tick: Tick, enabled: boolean): Promise<void> {
    const rule = { Name: `${LOOP}-${tick}` };
    if (enabled) await this.#rules.send(new EnableRuleCommand(rule));
    else await this.#rules.send(new DisableRuleCommand(rule));
  }

  async served(functionName = ORDERS_FUNCTION, alias = 'live'): Promise<Served> {
    const { FunctionVersion: version = '', RoutingConfig } = await this.#lambda.send(new GetAliasCommand({ FunctionName: functionName, Name: alias }));
    const [other] = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
    return { version, ...(other && { other: { version: other[0], weight: other[1] } }) };
  }

  /** Waits until an improvement is in one of `states`. Fails at once, with the reason, when it ended elsewhere. */
  reach(id: string, states: readonly Improvement['state'][], timeoutMs: number): Promise<Improvement> {
    return eventually(`${id} did not become ${states.join(' or ')}`, timeoutMs, async () => {
      const improvement = await this.improvements.get(id);
      if (states.includes(improvement.state)) return improvement;
      if (SETTLED.includes(improvement.state)) throw new Error(`${improvement.title} is ${improvement.state}, not ${states.join(' or ')}: ${improvement.ending?.reason ?? improvement.reason ?? 'no reason given'}`);
      return undefined;
    });
  }

  /** Executions of a machine whose names begin with `name`, newest first. */
  async executions(machine: 'cycle' | 'improvement', name: string): Promise<{ arn: string; status: string }[]> {
    const { executions = [] } = await this.#machines.send(new ListExecutionsCommand({ stateMachineArn: arn('states', `stateMachine:${LOOP}-${machine}`) }));
    return executions.filter((one) => one.name?.startsWith(name)).map(({ executionArn = '', status = '' }) => ({ arn: executionArn, status }));
  }

  async statusOf(executionArn: string): Promise<string> {
    return (await this.#machines.send(new DescribeExecutionCommand({ executionArn }))).status ?? '';
  }

  async stopExecution(executionArn: string): Promise<void> {
    await this.#machines.send(new StopExecutionCommand({ executionArn, error: 'Stopped', cause: 'by a test' }));
  }

  async setAlarm(name: string, state: 'ALARM' | 'OK', reason: string): Promise<void> {
    await this.#alarms.send(new SetAlarmStateCommand({ AlarmName: name, StateValue: state, StateReason: reason }));
  }

  async #drive(tick: Tick): Promise<void> {
    while (this.#wanted.has(tick)) {
      await this.invoke(tick).catch((error: unknown) => this.tickFailures.push(error instanceof Error ? error.message : String(error)));
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_TICKS_MS));
    }
  }
}

const arn = (service: string, rest: string): string => `arn:aws:${service}:${EMULATOR_REGION}:${EMULATOR_ACCOUNT}:${rest}`;
