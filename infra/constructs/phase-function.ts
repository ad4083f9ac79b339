import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime, Tracing, type Code, type IDestination } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { acknowledgeSuffixes } from '../acknowledge-suffixes.ts';
import { functionNamed, type FunctionName } from '../functions.ts';
import type { Granted } from '../grants.ts';
import type { PawlNames } from '../names.ts';
import { METRIC_NAMESPACE, serviceName } from '../own-metrics.ts';

export interface PhaseFunctionProps {
  readonly name: FunctionName;
  readonly names: PawlNames;
  readonly code: Code;
  readonly granted: Granted;
  /** What every function is told: settings and the like. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where an event goes that the function failed on. */
  readonly failedInvocations: IDestination;
  readonly logRemoval: RemovalPolicy;
  /** Whether the concurrency that its row names is reserved. */
  readonly reserve: boolean;
}

/** One function of the loop with a role of its own, named like it, that holds exactly what the table of functions grants. */
export class PhaseFunction extends Construct {
  readonly role: Role;
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, { name, names, code, granted, environment, failedInvocations, logRemoval, reserve }: PhaseFunctionProps) {
    super(scope, id);
    const { memoryMb, timeoutSeconds, calledBy, does, reserved, tracedByItself = true } = functionNamed(name);
    const logGroup = new LogGroup(this, 'Logs', { logGroupName: names.logGroup(name), retention: RetentionDays.ONE_MONTH, removalPolicy: logRemoval });
    this.role = new Role(this, 'Role', { roleName: names.function(name), assumedBy: new ServicePrincipal('lambda.amazonaws.com'), description: does });
    this.role.addToPolicy(new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }));
    for (const statement of granted.statements) this.role.addToPolicy(statement);

    this.function = new LambdaFunction(this, 'Function', {
      functionName: names.function(name),
      description: does,
      code,
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMb,
      timeout: Duration.seconds(timeoutSeconds),
      role: this.role,
      logGroup,
      tracing: tracedByItself ? Tracing.ACTIVE : Tracing.PASS_THROUGH,
      environment: {
        ...environment,
        ...granted.environment,
        PAWL_STAGE: names.stage,
        POWERTOOLS_SERVICE_NAME: serviceName(names.stage),
        POWERTOOLS_METRICS_NAMESPACE: METRIC_NAMESPACE,
        NODE_OPTIONS: '--enable-source-maps',
      },
      ...(reserve && reserved !== undefined ? { reservedConcurrentExecutions: reserved } : {}),
      // A tick that failed is not repeated: the next minute does the same work. An event is, and is kept when it fails for good.
      ...(calledBy === 'tick' ? { retryAttempts: 0, maxEventAge: Duration.seconds(60) } : {}),
      ...(calledBy === 'event' ? { retryAttempts: 2, maxEventAge: Duration.hours(6), onFailure: failedInvocations } : {}),
    });
    acknowledgeSuffixes(this.role, [...granted.statements]);
    acknowledge(this.role, 'AwsSolutions-IAM5[Resource::*]', 'Only actions that AWS knows no resource for, listed with reasons in infra/grants.ts (ACTIONS_WITHOUT_RESOURCE) and asserted by tests/infra: traces, and for collect the reading of metrics.');
  }
}
