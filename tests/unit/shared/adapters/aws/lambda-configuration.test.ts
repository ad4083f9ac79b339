import { GetFunctionConfigurationCommand, LambdaClient, type GetFunctionConfigurationCommandOutput } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { hasConfigurationOf } from '../../../../../shared/adapters/aws/lambda-configuration.ts';

/** As Lambda answers, shortened: what differs between `$LATEST` and a version of it anyway is in it. */
const PUBLISHED: Partial<GetFunctionConfigurationCommandOutput> = {
  FunctionName: 'orders', Version: '3', Description: 'commit=abc improvement=dep-1', CodeSha256: 'x', RevisionId: 'r1', LastModified: '2026-01-01', State: 'Active', Runtime: 'nodejs24.x', Handler: 'index.handler',
  Role: 'arn:role', Timeout: 3, MemorySize: 256, Environment: { Variables: { TABLE: 'orders' } }, VpcConfig: { SubnetIds: ['a', 'b'], SecurityGroupIds: [], VpcId: 'v' }, Architectures: ['arm64'], EphemeralStorage: { Size: 512 },
  Layers: [{ Arn: 'arn:layer:1', CodeSize: 9 }], SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' }, LoggingConfig: { LogFormat: 'JSON' },
};
const LATEST: Partial<GetFunctionConfigurationCommandOutput> = { ...PUBLISHED, Version: '$LATEST', Description: '', CodeSha256: 'y', RevisionId: 'r2', LastModified: '2026-01-02', VpcConfig: { SubnetIds: ['b', 'a'], VpcId: 'v' }, SnapStart: { ApplyOn: 'None', OptimizationStatus: 'On' } };

const compare = async (latest: Partial<GetFunctionConfigurationCommandOutput>): Promise<boolean> => {
  const client = mockClient(LambdaClient);
  client.on(GetFunctionConfigurationCommand, { FunctionName: 'orders' }).resolves(latest);
  client.on(GetFunctionConfigurationCommand, { FunctionName: 'orders', Qualifier: '3' }).resolves(PUBLISHED);
  return hasConfigurationOf(client as unknown as LambdaClient, 'orders', '3');
};

describe('the configuration of $LATEST and that of a version', () => {
  it('are the same when only names, dates, code and the order of subnets differ', async () => {
    expect(await compare(LATEST)).toBe(true);
  });

  it.each<[string, Partial<GetFunctionConfigurationCommandOutput>]>([
    ['a variable', { Environment: { Variables: { TABLE: 'other' } } }],
    ['no variables', { Environment: undefined }],
    ['memory', { MemorySize: 512 }],
    ['a layer’s version', { Layers: [{ Arn: 'arn:layer:2' }] }],
    ['a subnet', { VpcConfig: { SubnetIds: ['a'] } }],
    ['a role', { Role: 'arn:other' }],
    ['how it logs', { LoggingConfig: { LogFormat: 'Text' } }],
  ])('differ by %s', async (_, change) => {
    expect(await compare({ ...LATEST, ...change })).toBe(false);
  });

  it('fail with a code when they may not be read', async () => {
    const client = mockClient(LambdaClient);
    client.rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    await expect(hasConfigurationOf(client as unknown as LambdaClient, 'orders', '3')).rejects.toMatchObject({ code: 'PAWL-AWS-DENIED' });
  });
});
