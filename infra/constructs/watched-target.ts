import { CfnResource, CustomResource, Duration, Lazy, Names, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, Role } from 'aws-cdk-lib/aws-iam';
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSubscriptionFilter, LogGroup, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { createHash } from 'node:crypto';
import { acknowledgeSuffixes } from '../acknowledge-suffixes.ts';
import { functionNamed, rightsOnTargets } from '../functions.ts';
import { loopArns } from '../grants.ts';
import type { PawlReference } from '../pawl-reference.ts';
import { targetStatements, type TargetArns } from '../target-grants.ts';
import { registeredTargetOf } from '../target-registration.ts';
import { IsolatedWorkshop } from './isolated-workshop.ts';
import { packagesAsset } from './packages-asset.ts';
import { TargetAlarms, type TargetMonitoring } from './target-alarms.ts';

type Autonomy = 'observe' | 'propose' | 'approve' | 'autonomous';

export interface WatchedTargetProps {
  /** The loop that looks after it. */
  readonly pawl: PawlReference;
  /** The function. Its stack has no Version and no Alias resource of it: those are Pawl's from now on. */
  readonly function: IFunction;
  /** The commit that this deployment was built from, in full. A deployment that lacks what Pawl promoted is refused. */
  readonly commit: string;
  /** CodeCommit's name of the repository, or with the deployed branch and the service's folder. */
  readonly repository: string | { readonly name: string; readonly branch?: string; readonly directory?: string };
  /** The module that exports the handler, relative to the service's folder: `src/handler.ts`. */
  readonly entry: string;
  /** From when on it is alarming. There is no target without alarms. */
  readonly monitoring: TargetMonitoring;
  /** The target's short name; the function's construct id in lower case otherwise. */
  readonly targetId?: string;
  /** The alias that callers use. Made once, never overwritten. */
  readonly alias?: string;
  /** An alias for each tenant that the front routes to one of its own. */
  readonly tenantAliases?: Readonly<Record<string, string>>;
  readonly tenantId?: string;
  /** Serves several tenants: then each change needs an approval that names it. */
  readonly shared?: boolean;
  readonly handlerExport?: string;
  /** The file in the package that exports the handler. */
  readonly handlerFile?: string;
  readonly test?: { readonly command: readonly string[]; readonly runner?: 'node' | 'vitest' | 'jest' };
  readonly limits?: { readonly timeoutSeconds?: number; readonly memoryMb?: number; readonly concurrency?: number };
  /** From when on a change matters here, where that differs from the rule: `{ latencyIncrease: 0.3 }`. */
  readonly thresholds?: Readonly<Record<string, number>>;
  /** What Pawl may do by itself, for all authors or by author. `approve` where nothing is said; begin with `observe`. */
  readonly autonomy?: Autonomy | { readonly recipe?: Autonomy; readonly model?: Autonomy; readonly person?: Autonomy };
  /** Files and folders that a remedy may touch. */
  readonly scope?: readonly string[];
  /** Variables that its tests need. */
  readonly testEnvironment?: Readonly<Record<string, string>>;
  /** A `node_modules` folder, installed from the lock file: what building, testing and types need. */
  readonly packages?: string;
  /** Where it logs; `/aws/lambda/<function>` otherwise, which must exist. */
  readonly logGroup?: ILogGroup;
}

/**
 * Makes a target of a function: `new WatchedTarget(this, 'OrdersTarget', { pawl, function: orders, commit, repository: 'orders', entry: 'src/handler.ts',
 * monitoring })`. Gives exactly the functions of the loop that need it their rights on exactly this target, sends its log lines, watches it with
 * alarms, gives it a workshop, and registers it, which makes the alias.
 */
export class WatchedTarget extends Construct {
  readonly targetId: string;
  /** What callers must use. */
  readonly aliasArn: string;
  /** Whatever uses the alias depends on it. */
  readonly registration: CustomResource;

  constructor(scope: Construct, id: string, props: WatchedTargetProps) {
    super(scope, id);
    const { pawl, function: watched, commit, monitoring, alias = 'live' } = props;
    const { names } = pawl;
    const stack = Stack.of(this);
    if (!/^[0-9a-f]{40,64}$/.test(commit)) throw new Error(`"${commit}" is no commit: give WatchedTarget the full identifier that this deployment was built from.`);
    this.targetId = props.targetId ?? id.toLowerCase();
    this.aliasArn = `${watched.functionArn}:${alias}`;

    const logGroup = props.logGroup ?? LogGroup.fromLogGroupName(this, 'Logs', `/aws/lambda/${watched.functionName}`);
    const filterName = `${names.loop}-${this.targetId}`;
    this.#sendLogs(logGroup, filterName, props);
    const alarms = new TargetAlarms(this, 'Alarms', { names, targetId: this.targetId, function: watched, monitoring, logGroupName: logGroup.logGroupName, filterName });
    const packages = props.packages === undefined ? undefined : packagesAsset(this, 'Packages', props.packages);
    const workshop = new IsolatedWorkshop(this, 'Workshop', { pawl, targetId: this.targetId, dependencies: packages });

    const repository = typeof props.repository === 'string' ? { name: props.repository } : props.repository;
    const policies = this.#grant(pawl, {
      functionArn: watched.functionArn,
      repositoryArn: stack.formatArn({ service: 'codecommit', resource: repository.name }),
      branch: repository.branch ?? 'main',
      workshopArn: workshop.function.functionArn,
      alarmArns: alarms.alarmArns,
      dependenciesArn: packages && `arn:aws:s3:::${packages.s3BucketName}/${packages.s3ObjectKey}`,
    });

    const target = registeredTargetOf({
      id: this.targetId,
      functionName: watched.functionName,
      alias,
      tenantAliases: props.tenantAliases,
      tenantId: props.tenantId,
      shared: props.shared,
      repository: { location: repository.name, branch: repository.branch ?? 'main', directory: repository.directory ?? '.' },
      entry: props.entry,
      handlerExport: props.handlerExport,
      test: props.test,
      limits: props.limits,
      thresholds: props.thresholds,
      environment: props.testEnvironment,
      autonomy: typeof props.autonomy === 'string' ? { recipe: props.autonomy, model: props.autonomy, person: props.autonomy } : props.autonomy,
      alarms: alarms.severities,
      scope: props.scope,
    });
    this.registration = new CustomResource(this, 'Registration', {
      resourceType: 'Custom::PawlTarget',
      serviceToken: loopArns(this, names).function('adopt-target'),
      // Twice what the function may take; CloudFormation would wait for an hour.
      serviceTimeout: Duration.seconds(2 * functionNamed('adopt-target').timeoutSeconds),
      properties: {
        // One text: CloudFormation would make strings of its numbers.
        Registration: stack.toJsonString({ target, functionArn: watched.functionArn, workshopFunction: workshop.function.functionArn, handlerFile: props.handlerFile ?? 'index.mjs', commit }),
        Deployment: deploymentOf(stack, watched),
        ...(packages ? { DependenciesAsset: { bucket: packages.s3BucketName, key: packages.s3ObjectKey } } : {}),
      },
    });
    this.registration.node.addDependency(...policies, workshop);
  }

  /** Sends the target's log lines to the loop, and lets exactly this log group call the function that receives them. */
  #sendLogs(logGroup: ILogGroup, filterName: string, { pawl, function: watched }: WatchedTargetProps): void {
    const receiver = loopArns(this, pawl.names).function('receive-logs');
    const permission = new CfnPermission(this, 'LogsMayCall', {
      action: 'lambda:InvokeFunction',
      functionName: receiver,
      principal: 'logs.amazonaws.com',
      sourceAccount: Stack.of(this).account,
      sourceArn: logGroup.logGroupArn,
    });
    const filter = new CfnSubscriptionFilter(this, 'LogLines', { logGroupName: logGroup.logGroupName, filterName, filterPattern: '', destinationArn: receiver });
    filter.node.addDependency(permission, watched);
  }

  /**
   * One managed policy for all roles that hold the same rights on a target, so that each role gets a single one: a role takes ten of them, twenty when
   * the account's quota is raised. Inline policies would share 10,240 characters: five targets.
   */
  #grant({ names }: PawlReference, target: TargetArns): ManagedPolicy[] {
    return rightsOnTargets().map(({ grants, holders }) => {
      const statements = grants.flatMap((grant) => targetStatements(grant, target));
      const roles = holders.map((name) => Role.fromRoleName(this, `RoleOf-${name}`, names.function(name)));
      const policy = new ManagedPolicy(this, `Rights-${holders.join('-')}`, { description: `What ${holders.join(', ')} may do with ${this.targetId}.`, roles, statements });
      acknowledgeSuffixes(policy, statements);
      return policy;
    });
  }
}

/** Changes when the function's code or configuration does: then CloudFormation tells Pawl, even without a new commit. */
const deploymentOf = (stack: Stack, watched: IFunction): string => {
  const resource = watched.node.defaultChild;
  if (!(resource instanceof CfnResource)) return Names.uniqueId(watched);
  return Lazy.string({ produce: () => createHash('sha256').update(JSON.stringify(stack.resolve(resource._toCloudFormation()))).digest('hex').slice(0, 16) });
};
