import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateFunctionCommand, LambdaClient, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda';
import { CreateStateMachineCommand, DescribeExecutionCommand, paginateGetExecutionHistory, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { zipSync } from 'fflate';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awaitVerdict } from '../../lambdas/monitoring/await-verdict.ts';
import type { ExecutionEnded } from '../../lambdas/trigger/execution-ended.ts';
import { awaitApproval } from '../../lambdas/validation/await-approval.ts';
import type { CycleHandlers } from '../../local/asl/asl-cycle-runner.ts';
import type { MiniStack } from '../../localstack/ministack.ts';
import { stepFunctionsCycleRunner } from '../../shared/adapters/aws/step-functions-cycle-runner.ts';
import { stepFunctionsTaskTokens } from '../../shared/adapters/aws/step-functions-task-tokens.ts';
import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { Waits } from '../../shared/store/waits.ts';

/** The deployed functions of the states hand their event to this process and answer what it says: one set of handlers serves both worlds. */
const STUB = `export const handler = async (event) => {
  const answer = await fetch(process.env.ANSWERS, { method: 'POST', body: JSON.stringify(event) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return JSON.parse(text);
};
`;

const STUBS = ['Analyze', 'Report', 'FailCycle', 'Generate', 'Validate', 'AwaitApproval', 'Release', 'AwaitVerdict', 'Abandon', 'Learn', 'ExecutionEnded'] as const;
type Stub = (typeof STUBS)[number];

const ROLE = 'arn:aws:iam::000000000000:role/states';
const IN_THE_END_MS = 45_000;
const LOOK_EVERY_MS = 50;

/**
 * The two state machines as they are deployed, from the same files, on an emulator whose functions ask this process. `use` sets what they
 * answer. Waits are kept, resumed and answered by what does it on AWS.
 */
export const emulatedMachines = async (emulator: MiniStack) => {
  const options = { endpoint: emulator.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'emulator', secretAccessKey: 'emulator' } };
  const [sfn, lambda] = [new SFNClient(options), new LambdaClient(options)];
  const waits = new Waits(new SqliteItemStore(join(mkdtempSync(join(tmpdir(), 'pawl-machines-')), 'pawl.sqlite'), systemClock));
  const tokens = stepFunctionsTaskTokens({ client: sfn });
  let handlers: CycleHandlers | undefined;
  let onEnded: (event: ExecutionEnded) => Promise<unknown> = async () => ({});
  const current = (): CycleHandlers => {
    if (!handlers) throw new Error('Say first which handlers to use.');
    return handlers;
  };

  const machines = { cycle: '', improvement: '' };
  const runner = stepFunctionsCycleRunner({
    client: sfn, machines, waits,
    answers: { approval: (id) => current().approval(id), verdict: (id) => current().verdict(id), stateOf: (id) => current().stateOf(id) },
  });

  const answerOf: { readonly [Name in Stub]: (event: never) => Promise<unknown> } = {
    Analyze: (event) => current().analyse(event),
    Report: (event) => current().report(event),
    FailCycle: (event) => current().failCycle(event),
    Generate: (event) => current().generate(event),
    Validate: (event) => current().validate(event),
    AwaitApproval: (event) => awaitApproval(event, { waits, tokens, runner }),
    Release: (event) => current().release(event),
    AwaitVerdict: (event) => awaitVerdict(event, { waits, runner }),
    Abandon: (event) => current().abandon(event),
    Learn: async (event: { improvementId: string; cycleToken: string }) => {
      const learned = await current().learn(event);
      if (event.cycleToken !== '') await tokens.answer(event.cycleToken, { improvementId: event.improvementId });
      return learned;
    },
    ExecutionEnded: (event: ExecutionEnded) => onEnded(event),
  };
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const name = STUBS.find((stub) => request.url === `/${stub}`);
    void bodyOf(request)
      .then(async (text) => {
        if (!name) throw new Error(`Nothing answers ${request.url ?? ''}.`);
        asked.push(name);
        return answerOf[name](JSON.parse(text) as never);
      })
      .then((value) => response.end(JSON.stringify(value ?? null)), (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  const deploy = async (stub: Stub): Promise<[string, string]> => {
    const { FunctionArn = '' } = await lambda.send(
      new CreateFunctionCommand({
        FunctionName: `pawl-test-${stub}`, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: ROLE, Timeout: 60,
        Code: { ZipFile: zipSync({ 'index.mjs': new TextEncoder().encode(STUB) }) },
        Environment: { Variables: { ANSWERS: `http://127.0.0.1:${port}/${stub}` } },
      }),
    );
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 20, minDelay: 1 }, { FunctionName: FunctionArn });
    return [`${stub}FunctionArn`, FunctionArn];
  };
  const arns: Record<string, string> = Object.fromEntries(await Promise.all(STUBS.map(deploy)));
  const create = async (name: 'cycle' | 'improvement'): Promise<string> => {
    const text = readFileSync(new URL(`../../infra/${name}.asl.json`, import.meta.url), 'utf8');
    const definition = text.replaceAll(/\$\{(\w+)\}/g, (_, variable: string) => arns[variable] ?? missing(variable));
    const { stateMachineArn = '' } = await sfn.send(new CreateStateMachineCommand({ name: `pawl-test-${name}`, definition, roleArn: ROLE }));
    return stateMachineArn;
  };
  machines.improvement = await create('improvement');
  arns['ImprovementStateMachineArn'] = machines.improvement;
  machines.cycle = await create('cycle');

  /** As deployed: what did not end well is told to a function. */
  const events = new EventBridgeClient(options);
  const detail = { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [machines.cycle, machines.improvement] };
  await events.send(new PutRuleCommand({ Name: 'execution-ended', EventPattern: JSON.stringify({ source: ['aws.states'], 'detail-type': ['Step Functions Execution Status Change'], detail }) }));
  await events.send(new PutTargetsCommand({ Rule: 'execution-ended', Targets: [{ Id: 'function', Arn: arns['ExecutionEndedFunctionArn'] }] }));

  const executionArn = (machine: 'cycle' | 'improvement', name: string): string => `${machines[machine].replace(':stateMachine:', ':execution:')}:${name}`;
  const statusOf = async (machine: 'cycle' | 'improvement', name: string): Promise<string> => {
    try {
      return (await sfn.send(new DescribeExecutionCommand({ executionArn: executionArn(machine, name) }))).status ?? 'RUNNING';
    } catch (error) {
      if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return 'NONE';
      throw error;
    }
  };
  /** The states in the order they were entered; those inside the Map are not in the emulator's history. */
  const statesOf = async (machine: 'cycle' | 'improvement', name: string): Promise<string[]> => {
    const entered: string[] = [];
    for await (const { events = [] } of paginateGetExecutionHistory({ client: sfn }, { executionArn: executionArn(machine, name), maxResults: 1000 })) {
      for (const { stateEnteredEventDetails } of events) if (stateEnteredEventDetails?.name !== undefined) entered.push(stateEnteredEventDetails.name);
    }
    return entered;
  };
  /** Polls until `question` answers; an error names what was waited for. */
  const until = async <Value>(what: string, question: () => Promise<Value | undefined | false>): Promise<Value> => {
    for (let waited = 0; waited < IN_THE_END_MS; waited += LOOK_EVERY_MS) {
      const answer = await question();
      if (answer !== undefined && answer !== false) return answer;
      await systemClock.sleep(LOOK_EVERY_MS);
    }
    throw new Error(`In vain waited for: ${what}.`);
  };

  return {
    runner, waits, tokens, asked, statesOf, statusOf, until,
    stopCycle: async (cycleId: string): Promise<void> => {
      await sfn.send(new StopExecutionCommand({ executionArn: executionArn('cycle', cycleId), cause: 'by a person' }));
    },
    /** `ended` is told of executions that did not end well. */
    use: (next: CycleHandlers, ended: typeof onEnded = async () => ({})): void => {
      handlers = next;
      onEnded = ended;
    },
    /** Resolves with how it ended, once it has. */
    ended: (machine: 'cycle' | 'improvement', name: string): Promise<string> =>
      until(`the end of ${name}`, async () => {
        const status = await statusOf(machine, name);
        return status !== 'RUNNING' && status !== 'NONE' && status;
      }),
    close: async (): Promise<void> => {
      sfn.destroy();
      lambda.destroy();
      events.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

export type EmulatedMachines = Awaited<ReturnType<typeof emulatedMachines>>;

const missing = (variable: string): never => {
  throw new Error(`The state machine names ${variable}, which nothing stands for.`);
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
};
