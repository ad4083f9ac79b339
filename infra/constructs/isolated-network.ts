import type { RemovalPolicy } from 'aws-cdk-lib';
import { FlowLogDestination, FlowLogTrafficType, IpAddresses, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { PawlNames } from '../names.ts';

export interface IsolatedNetworkProps {
  readonly names: PawlNames;
  readonly logRemoval: RemovalPolicy;
  /** Writes down what unproven code tried to reach. MiniStack has no flow logs. */
  readonly flowLogs: boolean;
}

/** What a target's stack looks up to put its workshop into the network. */
export const NETWORK_PARAMETERS = { subnets: ['workshop-subnet-1', 'workshop-subnet-2'], securityGroup: 'workshop-security-group' } as const;

/**
 * The network of the workshops, where unproven code is built and tested: no way to the internet, no endpoint of any AWS service, and a security
 * group that lets nothing in or out. A Lambda function outside a VPC would reach the internet.
 */
export class IsolatedNetwork extends Construct {
  constructor(scope: Construct, id: string, { names, logRemoval, flowLogs }: IsolatedNetworkProps) {
    super(scope, id);
    const vpc = new Vpc(this, 'Vpc', {
      vpcName: `${names.loop}-workshop`,
      ipAddresses: IpAddresses.cidr('10.255.0.0/24'),
      maxAzs: 2,
      natGateways: 0,
      createInternetGateway: false,
      // The custom resource that empties the default group would be one more function with rights over networks; no one uses that group.
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [{ name: 'workshop', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 26 }],
    });
    if (!flowLogs) acknowledge(vpc, 'AwsSolutions-VPC7', 'Left out on an emulator only, which has no flow logs.');
    else {
      const logGroup = new LogGroup(this, 'FlowLogs', { logGroupName: `/pawl/${names.stage}/workshop-network`, retention: RetentionDays.ONE_MONTH, removalPolicy: logRemoval });
      vpc.addFlowLog('Rejected', { trafficType: FlowLogTrafficType.REJECT, destination: FlowLogDestination.toCloudWatchLogs(logGroup) });
    }
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', { vpc, securityGroupName: `${names.loop}-workshop`, description: 'Nothing in, nothing out.', allowAllOutbound: false });

    const leave = (name: string, stringValue: string): StringParameter => new StringParameter(this, name, { parameterName: names.parameter(name), stringValue });
    NETWORK_PARAMETERS.subnets.forEach((name, index) => leave(name, vpc.isolatedSubnets[index]?.subnetId ?? ''));
    leave(NETWORK_PARAMETERS.securityGroup, securityGroup.securityGroupId);
  }
}
