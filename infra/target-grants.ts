import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { TargetGrant } from './functions.ts';

/** One target, as the ARNs that grants are written on. */
export interface TargetArns {
  readonly functionArn: string;
  readonly repositoryArn: string;
  readonly workshopArn: string;
  readonly alarmArns: readonly string[];
  /** The object in the CDK's asset bucket that holds the target's `node_modules`, when there is one. */
  readonly dependenciesArn?: string | undefined;
}

const READ_SOURCE = ['GetBranch', 'GetCommit', 'BatchGetCommits', 'GetFolder', 'GetFile', 'GetBlob', 'GetDifferences', 'GetRepository', 'GetMergeConflicts', 'BatchDescribeMergeConflicts', 'GetMergeCommit', 'ListBranches', 'ListFileCommitHistory'];
const WRITE_SOURCE = ['CreateBranch', 'CreateCommit', 'CreateUnreferencedMergeCommit', 'DeleteBranch', 'PutFile', 'MergeBranchesByFastForward', 'MergeBranchesByThreeWay'];
const codecommit = (actions: readonly string[]): string[] => actions.map((action) => `codecommit:${action}`);

/** What each grant on a target allows, on which of its ARNs. The function itself, and with `:*` its versions and aliases. */
const ALLOWED: Readonly<Record<TargetGrant, (target: TargetArns) => readonly (readonly [actions: readonly string[], resources: readonly string[]])[]>> = {
  adopt: ({ functionArn, dependenciesArn }) => [
    [['lambda:CreateAlias', 'lambda:PublishVersion'], [functionArn, `${functionArn}:*`]],
    ...(dependenciesArn === undefined ? [] : [[['s3:GetObject'], [dependenciesArn]] as const]),
  ],
  look: ({ functionArn }) => [[['lambda:GetAlias', 'lambda:GetFunctionConfiguration', 'lambda:ListAliases', 'lambda:ListVersionsByFunction'], [functionArn, `${functionArn}:*`]]],
  download: ({ functionArn }) => [[['lambda:GetFunction'], [functionArn, `${functionArn}:*`]]],
  move: ({ functionArn }) => [[['lambda:UpdateAlias', 'lambda:UpdateFunctionCode', 'lambda:PublishVersion'], [functionArn, `${functionArn}:*`]]],
  'read-source': ({ repositoryArn }) => [[codecommit(READ_SOURCE), [repositoryArn]]],
  'write-source': ({ repositoryArn }) => [[codecommit(WRITE_SOURCE), [repositoryArn]]],
  'use-workshop': ({ workshopArn }) => [[['lambda:InvokeFunction'], [workshopArn]]],
  'read-alarm-tags': ({ alarmArns }) => (alarmArns.length === 0 ? [] : [[['cloudwatch:ListTagsForResource'], alarmArns]]),
};

/** The statements of one grant on one target. */
export const targetStatements = (grant: TargetGrant, target: TargetArns): PolicyStatement[] =>
  ALLOWED[grant](target).map(([actions, resources]) => new PolicyStatement({ actions: [...actions], resources: [...resources] }));
