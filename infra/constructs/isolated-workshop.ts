import { Duration, Size, Stack } from 'aws-cdk-lib';
import { Effect, Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type CfnFunction, Code, Function as LambdaFunction, LayerVersion, Runtime, TenancyConfig } from 'aws-cdk-lib/aws-lambda';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { WORKSHOP } from '../functions.ts';
import type { PawlReference } from '../pawl-reference.ts';
import { NETWORK_PARAMETERS } from './isolated-network.ts';

export interface IsolatedWorkshopProps {
  readonly pawl: PawlReference;
  readonly targetId: string;
  /** A zip that holds the target's packages under `nodejs/node_modules`. */
  readonly dependencies?: Asset | undefined;
}

/** What Lambda's own service needs to attach a function to subnets. AWS checks that the function's role holds it. */
const ATTACH_TO_NETWORK = ['CreateNetworkInterface', 'DescribeNetworkInterfaces', 'DescribeSubnets', 'DeleteNetworkInterface', 'AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses'].map((action) => `ec2:${action}`);

/**
 * The function that builds and tests one target's unproven code. Its code may do nothing at AWS: the role holds only what the Lambda service itself
 * needs to attach it to its subnets, and denies every action, those too, to calls that come from inside the function. It writes no log: what a run
 * prints comes back in its answer, and unproven code gets no channel of its own. No network reaches anything. Each run has an environment to itself.
 */
export class IsolatedWorkshop extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, { pawl, targetId, dependencies }: IsolatedWorkshopProps) {
    super(scope, id);
    const functionName = pawl.names.workshop(targetId);
    const functionArn = Stack.of(this).formatArn({ service: 'lambda', resource: `function:${functionName}` });
    const role = new Role(this, 'Role', { roleName: functionName, assumedBy: new ServicePrincipal('lambda.amazonaws.com'), description: `Builds and tests unproven code of ${targetId}: may do nothing.` });
    const policy = new Policy(this, 'Policy', {
      policyName: 'may-do-nothing',
      roles: [role],
      statements: [
        new PolicyStatement({ sid: 'LambdaAttachesIt', actions: ATTACH_TO_NETWORK, resources: ['*'] }),
        new PolicyStatement({ sid: 'CodeInsideMayDoNothing', effect: Effect.DENY, actions: ['*'], resources: ['*'], conditions: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } } }),
      ],
    });
    acknowledge(policy, 'AwsSolutions-IAM5[Resource::*]', 'Network interfaces are made and removed by Lambda’s own service and have no ARN before; the second statement denies these actions, and all others, to the code inside.');

    const layers = dependencies ? [new LayerVersion(this, 'Packages', { code: Code.fromBucketV2(dependencies.bucket, dependencies.s3ObjectKey), description: `Packages of ${targetId}.` })] : [];
    this.function = new LambdaFunction(this, 'Function', {
      functionName,
      description: `Builds and tests unproven code of ${targetId}, shut off from everything.`,
      code: Code.fromAsset(pawl.workshopDirectory),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: WORKSHOP.memoryMb,
      timeout: Duration.seconds(WORKSHOP.timeoutSeconds),
      ephemeralStorageSize: Size.gibibytes(2),
      role,
      layers,
      tenancyConfig: TenancyConfig.PER_TENANT,
      environment: dependencies ? { PAWL_DEPENDENCIES: '/opt/nodejs/node_modules' } : {},
    });
    // Lambda checks the role when the function is made.
    this.function.node.addDependency(policy);
    const lookedUp = (name: string): string => StringParameter.valueForStringParameter(this, pawl.names.parameter(name));
    (this.function.node.defaultChild as CfnFunction).vpcConfig = { subnetIds: NETWORK_PARAMETERS.subnets.map(lookedUp), securityGroupIds: [lookedUp(NETWORK_PARAMETERS.securityGroup)] };
  }
}
