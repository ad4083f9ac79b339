import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IAM_ROUTE, iamCaller } from '../../../../../lambdas/api/gateway/iam-caller.ts';
import { iamIdentity } from '../../../../../lambdas/api/authenticate/iam-identity.ts';
import { DoorsConfig } from '../../../../../shared/config/doors.ts';

const ADA = 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Owners_0123456789abcdef/ada@example.com';
const DEPLOYER = 'arn:aws:sts::111122223333:assumed-role/deployer/run-7';
const doors = DoorsConfig.parse({
  iam: [
    { principal: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Owners_0123456789abcdef/*', kind: 'person', may: ['read', 'operate', 'decide'], groups: ['owners'] },
    { principal: 'arn:aws:sts::111122223333:assumed-role/deployer/*', may: ['read', 'deploy'], tenants: ['acme'] },
    { principal: 'arn:aws:iam::111122223333:user/ops/grace', kind: 'person', name: 'grace', may: ['read', 'decide'] },
  ],
});
const signed = (userArn: string) => iamCaller({ resource: IAM_ROUTE, userArn }, doors);

describe('who signed a request with AWS credentials', () => {
  it('is whom the deployment says, with what it says they may', () => {
    expect(signed(ADA)).toEqual({ ok: true, caller: { name: 'ada@example.com', kind: 'person', door: 'api', may: ['read', 'operate', 'decide'], tenants: 'all', groups: ['owners'] } });
    expect(signed('arn:aws:iam::111122223333:user/ops/grace')).toMatchObject({ ok: true, caller: { name: 'grace', kind: 'person' } });
    expect(signed(DEPLOYER)).toMatchObject({ ok: true, caller: { name: 'iam:deployer/run-7', kind: 'program', may: ['read', 'deploy'], tenants: ['acme'] } });
  });

  it('a session of a program cannot be named like a person', () => {
    expect(signed('arn:aws:sts::111122223333:assumed-role/deployer/grace')).toMatchObject({ caller: { name: 'iam:deployer/grace', kind: 'program' } });
  });

  it('where principals are named, nobody else gets in; names that begin alike are others', () => {
    for (const userArn of ['arn:aws:sts::111122223333:assumed-role/deployer2/run', 'arn:aws:sts::111122223333:assumed-role/deployer', 'arn:aws:sts::999900001111:assumed-role/deployer/run', 'arn:aws:iam::111122223333:user/ops/grace2', 'arn:aws:iam::111122223333:root'])
      expect(signed(userArn), userArn).toMatchObject({ ok: false });
  });

  it('where none is named, whoever IAM lets in is a program that may look and ask', () => {
    expect(iamCaller({ resource: IAM_ROUTE, userArn: ADA }, {})).toMatchObject({ ok: true, caller: { kind: 'program', may: ['read', 'operate'], tenants: 'all' } });
  });

  it('counts on the route that the gateway verified, and on no other, whatever the event holds beside it', () => {
    fc.assert(fc.property(fc.string(), (resource) => {
      fc.pre(resource !== IAM_ROUTE);
      expect(iamCaller({ resource, userArn: ADA }, doors)).toEqual({ ok: true });
    }));
    expect(iamCaller({ resource: IAM_ROUTE }, doors)).toMatchObject({ ok: false });
  });

  it('a token beside the signature counts for nothing, and what a caller says of the gateway neither', async () => {
    const asked = (env: unknown) => iamIdentity(doors)({ header: (name) => (name === 'authorization' ? 'Bearer stolen' : ADA), env });
    expect(await asked({ gateway: { resource: IAM_ROUTE, userArn: 'arn:aws:iam::111122223333:user/eve', sourceAddress: '', requestId: '' } })).toMatchObject({ ok: false });
    expect(await asked({ gateway: { resource: '/{proxy+}', userArn: ADA, sourceAddress: '', requestId: '' } })).toMatchObject({ ok: false, silent: true });
    expect(await asked(undefined)).toMatchObject({ ok: false, silent: true });
  });
});

describe('doors.iam', () => {
  const problems = (entry: object): string => JSON.stringify(DoorsConfig.safeParse({ iam: [{ may: ['read'], ...entry }] }).error?.issues ?? []);

  it('takes no person by the name of a session that whoever assumes the role can choose', () => {
    expect(problems({ kind: 'person', principal: 'arn:aws:sts::111122223333:assumed-role/Admin/ada' })).toMatch(/chooses the name of the session/);
    expect(problems({ kind: 'person', principal: 'arn:aws:sts::111122223333:assumed-role/Admin/*' })).toMatch(/chooses the name of the session/);
    expect(problems({ kind: 'person', name: 'ada', principal: 'arn:aws:sts::111122223333:assumed-role/OnlyAda/*' })).toBe('[]');
  });

  it.each(['*', 'arn:aws:sts::111122223333:assumed-role/*', 'arn:aws:iam::*:user/ada', 'arn:aws:iam::111122223333:role/deployer', 'arn:aws:sts::111122223333:assumed-role/dep*/x'])('%s is too wide, or no principal that signs requests', (principal) => {
    expect(problems({ principal })).toMatch(/must be the ARN/);
  });
});
