import { AwsSolutionsChecks } from 'cdk-nag';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { synthesized } from './synthesized.ts';

describe('cdk-nag', () => {
  const { app } = synthesized();

  it('Finds nothing in any stack that is not acknowledged with its reason.', () => {
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources.map(({ constructPath }) => constructPath)])).toEqual([]);
  });

  it('Would find something.', () => {
    const stack = new Stack(app, 'Careless');
    const bucket = new Bucket(stack, 'Open', { removalPolicy: RemovalPolicy.DESTROY });
    expect(bucket.node.path).toBe('Careless/Open');
    const { violations } = new AwsSolutionsChecks(app).validateScope(stack);
    expect(violations.map(({ ruleName }) => ruleName)).toContain('AwsSolutions-S10');
  });
});
