import { describe, expect, it } from 'vitest';
import { isAllowed, type Statement } from '../support/iam-decision.ts';

const ALIAS: Statement = { Effect: 'Allow', Action: ['lambda:GetAlias', 'lambda:UpdateAlias'], Resource: ['arn:aws:lambda:x:1:function:orders', 'arn:aws:lambda:x:1:function:orders:*'] };
const BRANCH: Statement = { Effect: 'Allow', Action: 'codecommit:DeleteBranch', Resource: 'arn:repo', Condition: { StringLikeIfExists: { 'codecommit:References': ['refs/heads/pawl/*'] } } };
const LIST: Statement = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:bucket', Condition: { StringLike: { 's3:prefix': ['spool/*'] } } };
const asked = (action: string, resource: string, context: Record<string, string> = {}) => ({ action, resource, context });

describe('what the tests take for IAM', () => {
  it('allows what a statement names, on what it names', () => {
    expect(isAllowed([ALIAS], asked('lambda:UpdateAlias', 'arn:aws:lambda:x:1:function:orders:live'))).toBe(true);
    expect(isAllowed([ALIAS], asked('lambda:UpdateAlias', 'arn:aws:lambda:x:1:function:orders-2'))).toBe(false);
    expect(isAllowed([ALIAS], asked('lambda:PublishVersion', 'arn:aws:lambda:x:1:function:orders'))).toBe(false);
    expect(isAllowed([], asked('lambda:GetAlias', 'arn:aws:lambda:x:1:function:orders'))).toBe(false);
  });

  it('asks conditions, which fail where nothing is said unless they are put so', () => {
    expect(isAllowed([BRANCH], asked('codecommit:DeleteBranch', 'arn:repo', { 'codecommit:References': 'refs/heads/main' }))).toBe(false);
    expect(isAllowed([BRANCH], asked('codecommit:DeleteBranch', 'arn:repo', { 'codecommit:References': 'refs/heads/pawl/imp-1' }))).toBe(true);
    expect(isAllowed([BRANCH], asked('codecommit:DeleteBranch', 'arn:repo'))).toBe(true);
    expect(isAllowed([LIST], asked('s3:ListBucket', 'arn:bucket', { 's3:prefix': 'spool/orders/' }))).toBe(true);
    expect(isAllowed([LIST], asked('s3:ListBucket', 'arn:bucket'))).toBe(false);
  });

  it('lets a denial win, and refuses to guess at a condition that it does not know', () => {
    expect(isAllowed([ALIAS, { ...ALIAS, Effect: 'Deny' }], asked('lambda:GetAlias', 'arn:aws:lambda:x:1:function:orders'))).toBe(false);
    expect(() => isAllowed([{ ...BRANCH, Condition: { ArnLike: { 'aws:SourceArn': 'x' } } }], asked('codecommit:DeleteBranch', 'arn:repo'))).toThrow("does not know IAM's ArnLike");
  });
});
