import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { TargetGrant } from './functions.ts';

/** One target, as the ARNs that grants are written on. */
export interface TargetArns {
  readonly functionArn: string;
  readonly repositoryArn: string;
  /** The owner's branch that is deployed: what proved itself is merged into it. */
  readonly branch: string;
  readonly workshopArn: string;
  readonly alarmArns: readonly string[];
  /** The object in the CDK's asset bucket that holds the target's `node_modules`, when there is one. */
  readonly dependenciesArn?: string | undefined;
}

const codecommit = (...actions: readonly string[]): string[] => actions.map((action) => `codecommit:${action}`);

type Allowed = { readonly actions: readonly string[]; readonly resources: readonly string[]; readonly conditions?: Record<string, Record<string, unknown>> };

/** Where CodeCommit says which branch a call is about, it must be one of Pawl's own. */
const OWN_BRANCHES = { StringLikeIfExists: { 'codecommit:References': ['refs/heads/pawl/*'] } };

/** What each grant on a target allows, on which of its ARNs: the function itself, and with `:*` its versions and aliases. */
const ALLOWED: Readonly<Record<TargetGrant, (target: TargetArns) => readonly Allowed[]>> = {
  adopt: ({ functionArn, dependenciesArn }) => [
    { actions: ['lambda:CreateAlias', 'lambda:PublishVersion'], resources: [functionArn, `${functionArn}:*`] },
    ...(dependenciesArn === undefined ? [] : [{ actions: ['s3:GetObject'], resources: [dependenciesArn] }]),
  ],
  look: ({ functionArn }) => [{ actions: ['lambda:GetAlias', 'lambda:GetFunctionConfiguration', 'lambda:ListVersionsByFunction'], resources: [functionArn, `${functionArn}:*`] }],
  download: ({ functionArn }) => [{ actions: ['lambda:GetFunction'], resources: [functionArn, `${functionArn}:*`] }],
  move: ({ functionArn }) => [{ actions: ['lambda:UpdateAlias', 'lambda:UpdateFunctionCode', 'lambda:PublishVersion'], resources: [functionArn, `${functionArn}:*`] }],
  'read-source': ({ repositoryArn }) => [
    {
      actions: codecommit('BatchGetCommits', 'GetBlob', 'GetBranch', 'GetCommit', 'GetDifferences', 'GetFile', 'GetFolder', 'GetMergeConflicts', 'GetMergeOptions', 'ListBranches'),
      resources: [repositoryArn],
    },
  ],
  'write-branch': ({ repositoryArn }) => [{ actions: codecommit('CreateBranch', 'CreateCommit', 'DeleteBranch'), resources: [repositoryArn], conditions: OWN_BRANCHES }],
  'delete-branch': ({ repositoryArn }) => [{ actions: codecommit('DeleteBranch'), resources: [repositoryArn], conditions: OWN_BRANCHES }],
  'write-main': ({ repositoryArn, branch }) => [
    {
      actions: codecommit('CreateCommit', 'MergeBranchesByFastForward', 'MergeBranchesByThreeWay'),
      resources: [repositoryArn],
      conditions: { StringLikeIfExists: { 'codecommit:References': [`refs/heads/${branch}`, 'refs/heads/pawl/*'] } },
    },
  ],
  'use-workshop': ({ workshopArn }) => [{ actions: ['lambda:InvokeFunction'], resources: [workshopArn] }],
  'read-alarm-tags': ({ alarmArns }) => (alarmArns.length === 0 ? [] : [{ actions: ['cloudwatch:ListTagsForResource'], resources: alarmArns }]),
};

/** The statements of one grant on one target. */
export const targetStatements = (grant: TargetGrant, target: TargetArns): PolicyStatement[] =>
  ALLOWED[grant](target).map(({ actions, resources, conditions }) => new PolicyStatement({ actions: [...actions], resources: [...resources], ...(conditions ? { conditions } : {}) }));
