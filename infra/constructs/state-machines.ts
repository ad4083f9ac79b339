import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { readFileSync } from 'node:fs';
import { acknowledge } from '../acknowledge.ts';
import type { FunctionName } from '../functions.ts';
import { loopArns } from '../grants.ts';
import type { PawlNames } from '../names.ts';

export interface StateMachinesProps {
  readonly names: PawlNames;
  readonly logRemoval: RemovalPolicy;
}

/** Which function each placeholder of the two definitions stands for. */
const CYCLE_FUNCTIONS = { AnalyzeFunctionArn: 'analyze', ReportFunctionArn: 'report', FailCycleFunctionArn: 'fail-cycle' } as const satisfies Record<string, FunctionName>;
const IMPROVEMENT_FUNCTIONS = {
  GenerateFunctionArn: 'generate',
  ValidateFunctionArn: 'validate',
  AwaitApprovalFunctionArn: 'await-approval',
  ReleaseFunctionArn: 'release',
  AwaitVerdictFunctionArn: 'await-verdict',
  AbandonFunctionArn: 'abandon',
  LearnFunctionArn: 'learn',
} as const satisfies Record<string, FunctionName>;

const definition = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

/** The two state machines, from the same files that run on one machine. */
export class StateMachines extends Construct {
  readonly cycle: StateMachine;
  readonly improvement: StateMachine;

  constructor(scope: Construct, id: string, { names, logRemoval }: StateMachinesProps) {
    super(scope, id);
    const arns = loopArns(this, names);
    const machine = (id: string, machineName: string, file: string, functions: Record<string, FunctionName>, others: Record<string, string>, statements: PolicyStatement[]): StateMachine => {
      const substitutions = { ...Object.fromEntries(Object.entries(functions).map(([placeholder, name]) => [placeholder, arns.function(name)])), ...others };
      const text = definition(file);
      const unknown = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name).filter((name) => !(name in substitutions));
      if (unknown.length > 0) throw new Error(`infra/${file} has placeholders that nothing stands for: ${unknown.join(', ')}. Add them to state-machines.ts.`);

      const role = new Role(this, `${id}Role`, { roleName: machineName, assumedBy: new ServicePrincipal('states.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } } }) });
      role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: ['lambda:InvokeFunction'], resources: Object.values(functions).map((name) => arns.function(name)) }));
      for (const statement of statements) role.addToPolicy(statement);
      const made = new StateMachine(this, id, {
        stateMachineName: machineName,
        definitionBody: DefinitionBody.fromString(text),
        definitionSubstitutions: substitutions,
        role,
        tracingEnabled: true,
        logs: { destination: new LogGroup(this, `${id}Logs`, { logGroupName: `/aws/vendedlogs/states/${machineName}`, retention: RetentionDays.ONE_MONTH, removalPolicy: logRemoval }), level: LogLevel.ERROR, includeExecutionData: false },
        removalPolicy: RemovalPolicy.DESTROY,
      });
      acknowledge(role, 'AwsSolutions-IAM5[Resource::*]', 'Only the delivery of its log and traces, for which AWS knows no resource: listed with reasons in infra/grants.ts (ACTIONS_WITHOUT_RESOURCE) and asserted by tests/infra.');
      acknowledge(made, 'AwsSolutions-SF1', 'Errors are logged; all events would put every state of every improvement into the log once more, and the execution history holds them for 90 days.');
      return made;
    };
    this.improvement = machine('Improvement', names.improvementMachine, 'improvement.asl.json', IMPROVEMENT_FUNCTIONS, {}, []);
    this.cycle = machine('Cycle', names.cycleMachine, 'cycle.asl.json', CYCLE_FUNCTIONS, { ImprovementStateMachineArn: arns.improvementMachine }, [
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [arns.improvementMachine] }),
    ]);
  }
}
