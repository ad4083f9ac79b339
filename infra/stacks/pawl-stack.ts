import { ArnFormat, CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { Code, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { DataStore } from '../constructs/data-store.ts';
import { DeadLetters } from '../constructs/dead-letters.ts';
import { DoorsApi } from '../constructs/doors-api.ts';
import { EventRules, loopBus } from '../constructs/event-rules.ts';
import { IsolatedNetwork } from '../constructs/isolated-network.ts';
import { OperatorDashboard } from '../constructs/operator-dashboard.ts';
import { OwnAlarms } from '../constructs/own-alarms.ts';
import { PhaseFunction } from '../constructs/phase-function.ts';
import { StateMachines } from '../constructs/state-machines.ts';
import { Topics } from '../constructs/topics.ts';
import type { DeploymentDoors } from '../deployment-doors.ts';
import type { DeploymentModels } from '../deployment-models.ts';
import type { DeploymentNotices } from '../deployment-notices.ts';
import { FUNCTION_NAMES, functionNamed, type FunctionName } from '../functions.ts';
import { grantsOf, type LoopResources } from '../grants.ts';
import { modelStatements } from '../model-statements.ts';
import type { PawlNames } from '../names.ts';

export interface PawlStackProps extends StackProps {
  readonly names: PawlNames;
  readonly codeOf: (name: FunctionName) => Code;
  /** Settings for every function: `PAWL_SETTINGS` and the names of the requirements. */
  readonly environment: Readonly<Record<string, string>>;
  /** When cycles start: an EventBridge expression. */
  readonly cycleSchedule: string;
  /** Table, bucket and logs outlive the stack. */
  readonly keepData: boolean;
  /** Keeps concurrency for those who watch, guard and take back. */
  readonly reserve?: boolean;
  /** Gets notices and alarms. */
  readonly email?: string | undefined;
  /** The models that may be asked; absent: recipes only. */
  readonly models?: DeploymentModels | undefined;
  /** Who comes in through the doors; absent: only what is signed with AWS credentials. */
  readonly doors?: DeploymentDoors | undefined;
  /** Slack and webhooks that are told; absent: the topic only. */
  readonly channels?: DeploymentNotices | undefined;
  /** AppConfig's `application/environment/profile`, by their identifiers. */
  readonly flags?: string | undefined;
  /** Flow logs of the workshops' network. Off only where an emulator has none. */
  readonly flowLogs: boolean;
  /** Answers of the doors are handed on as they are written. Off only where an emulator cannot. */
  readonly streams?: boolean;
  /** Nobody but the gateway may call the function of the doors. Off only where an emulator cannot. */
  readonly closed?: boolean;
}

/** The loop: every phase, its store, its ticks, and what tells people. Knows no target; targets' stacks know it by its stage. */
export class PawlStack extends Stack {
  constructor(scope: Construct, id: string, { names, codeOf, environment, cycleSchedule, keepData, reserve = false, email, models, doors, channels, flags, flowLogs, streams = true, closed = true, ...props }: PawlStackProps) {
    super(scope, id, { description: `Pawl (${names.stage}): finds what got worse, writes the remedy, keeps it only if the numbers say so.`, ...props });
    mostVariables({ ...environment, ...models?.environment, ...doors?.environment });
    const logRemoval = keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const bucketName = names.bucket(this.account, this.region);
    const { table, bucket } = new DataStore(this, 'Data', { names, keepData, bucketName });
    const topics = new Topics(this, 'Topics', { names, email });
    const deadLetters = new DeadLetters(this, 'DeadLetters', names);
    const bus = loopBus(this, names);
    const doorsApi = new DoorsApi(this, 'Doors', { names, logRemoval, streams, closed });

    const loop: LoopResources = {
      names,
      tableArn: table.tableArn,
      bucketArn: bucket.bucketArn,
      bucketName,
      busArn: bus.eventBusArn,
      noticesArn: topics.notices.topicArn,
      keyArn: topics.key.keyArn,
      models: models && { statements: modelStatements(this, models), environment: models.environment },
      doors: doors?.environment,
      address: doors?.doors.address ?? doorsApi.address,
      channelParameters: channels?.parameters,
      flags: flags === undefined ? undefined : { path: flags, arn: flagsArn(this, flags) },
    };
    const failedInvocations = new SqsDestination(deadLetters.failedInvocations);
    const functions = new Map<FunctionName, LambdaFunction>(
      FUNCTION_NAMES.map((name) => [name, new PhaseFunction(this, name, { name, names, code: codeOf(name), granted: grantsOf(this, name, loop), environment, failedInvocations, logRemoval, reserve }).function]),
    );
    const functionOf = (name: FunctionName): LambdaFunction => {
      const found = functions.get(name);
      if (!found) throw new Error(`There is no function ${name} in infra/functions.ts.`);
      return found;
    };

    const hasChannels = (channels?.channels ?? 0) > 0;
    // The minute is for what has to be tried again; the topic's message comes at once.
    if (hasChannels) topics.notices.addSubscription(new LambdaSubscription(functionOf('deliver-notices')));
    doorsApi.open(functionOf('api'), functionNamed('api').timeoutSeconds);
    new StateMachines(this, 'StateMachines', { names, logRemoval });
    new EventRules(this, 'Rules', { names, bus, functionOf, undeliveredEvents: deadLetters.undeliveredEvents, cycleSchedule, hasChannels });
    const { alarms } = new OwnAlarms(this, 'OwnAlarms', { names, topic: topics.alarms, deadLetters, hasChannels });
    new OperatorDashboard(this, 'Dashboard', { names, alarms, deadLetters });
    new IsolatedNetwork(this, 'WorkshopNetwork', { names, logRemoval, flowLogs });

    new CfnOutput(this, 'CommandFunction', { value: names.function('command'), description: 'Invoke it to ask Pawl for something.' });
    new CfnOutput(this, 'Page', { value: doors?.doors.address ?? doorsApi.address, description: doors?.doors.oidc ? 'People sign in here; also where the provider sends them back to.' : 'The doors. No provider is named, so people cannot sign in: only requests below iam/ that are signed with AWS credentials are answered.' });
    new CfnOutput(this, 'NoticesTopic', { value: topics.notices.topicArn, description: 'Subscribe to hear what Pawl did.' });
  }
}

/** Lambda takes 4 KB of variables in all; names and ARNs need the rest. */
const MOST_VARIABLE_BYTES = 3100;

/** What the function has that is told everything. Throws at synthesis, not at deployment. */
const mostVariables = (told: Readonly<Record<string, string>>): void => {
  const bytes = Buffer.byteLength(JSON.stringify(told));
  if (bytes > MOST_VARIABLE_BYTES) throw new Error(`Settings, models and doors take ${bytes} bytes together, and a function's variables have room for ${MOST_VARIABLE_BYTES}. Leave out what is the default already.`);
};

const flagsArn = (stack: Stack, path: string): string => {
  const [application, environment, profile] = path.split('/');
  if (!application || !environment || !profile) throw new Error(`"${path}" is no path of flags: give AppConfig's identifiers as application/environment/profile.`);
  return stack.formatArn({ service: 'appconfig', resource: 'application', resourceName: `${application}/environment/${environment}/configuration/${profile}`, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
};
