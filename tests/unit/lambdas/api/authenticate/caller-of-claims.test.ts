import { expect, it } from 'vitest';
import { callerOfClaims } from '../../../../../lambdas/api/authenticate/caller-of-claims.ts';
import { OidcDoor } from '../../../../../shared/config/doors.ts';

const GROUPS = {
  owners: { may: ['read', 'operate', 'decide', 'deploy', 'administer'] },
  'acme-leads': { may: ['read', 'decide'], tenants: ['acme'] },
  'globex-leads': { may: ['read', 'decide'], tenants: ['globex'] },
  viewers: { may: ['read'], tenants: 'all' },
};
const door = (over: object = {}) => OidcDoor.parse({ issuer: 'https://login.example.com', audience: ['pawl'], groups: GROUPS, ...over });
const callerOf = (claims: Record<string, unknown>, over: object = {}) => {
  const answer = callerOfClaims({ sub: 'u-1', email: 'ada@example.com', ...claims }, door(over));
  return answer.ok ? answer.caller : answer.reason;
};

it('gives what the groups give, and nothing to who is in none', () => {
  expect(callerOf({ groups: ['acme-leads'] })).toMatchObject({ may: ['read', 'decide'], tenants: ['acme'] });
  expect(callerOf({ groups: ['strangers'] })).toMatchObject({ may: [], tenants: [] });
  expect(callerOf({})).toMatchObject({ may: [], tenants: [] });
  for (const groups of ['constructor', '__proto__', 7, null, { owners: true }, [['owners']]]) expect(callerOf({ groups }), JSON.stringify(groups)).toMatchObject({ may: [], tenants: [] });
});

it('carries no permission from one group\'s tenants to another\'s', () => {
  expect(callerOf({ groups: ['acme-leads', 'globex-leads'] })).toMatchObject({ may: ['read', 'decide'], tenants: ['acme', 'globex'] });
  expect(callerOf({ groups: ['acme-leads', 'viewers'] })).toMatchObject({ may: ['read'], tenants: 'all' });
});

it('takes tenants from their own claim only, where there is one', () => {
  const claims = { name: 'email', groups: 'groups', tenants: 'org' };
  expect(callerOf({ groups: ['owners'], org: ['acme'] }, { claims })).toMatchObject({ tenants: ['acme'] });
  expect(callerOf({ groups: ['owners'], org: 'acme' }, { claims })).toMatchObject({ tenants: ['acme'] });
  expect(callerOf({ groups: ['owners'] }, { claims })).toMatchObject({ tenants: [] });
});

it('knows a program from a person, and gives it no decision', () => {
  const program = callerOf({ sub: 'ci', azp: 'ci', groups: ['owners'] });
  expect(program).toMatchObject({ name: 'client:ci', kind: 'program', may: ['read', 'operate', 'deploy'] });
  expect(callerOf({ email: undefined, client_id: 'ci', groups: ['owners'] })).toMatchObject({ name: 'client:ci', kind: 'program' });
});

it('knows a program also where its provider gives it a name, and whatever claim names people', () => {
  const programs = [
    { sub: '0oa1', cid: '0oa1' },
    { sub: 'a-1', oid: 'a-1', appid: 'b-2', idtyp: 'app' },
    { sub: 'u-7', azp: 'ci', client_id: 'ci', preferred_username: 'service-account-ci' },
    { sub: 'ci@clients', azp: 'ci', gty: 'client-credentials' },
  ];
  for (const claims of programs)
    for (const name of ['sub', 'email', 'preferred_username'])
      expect(callerOf({ ...claims, groups: ['owners'] }, { claims: { name } }), JSON.stringify([name, claims])).toMatchObject({ kind: 'program', may: ['read', 'operate', 'deploy'] });
  expect(callerOf({ sub: 'u-1', cid: '0oa1', azp: 'page', idtyp: 'user', preferred_username: 'ada', groups: ['owners'] }, { claims: { name: 'preferred_username' } })).toMatchObject({ name: 'ada', kind: 'person' });
});

it('believes no address that the provider has not verified, and no name that cannot be written down', () => {
  expect(callerOf({ email_verified: false })).toContain('not verified');
  for (const email of ['ada\u0000', 'ada\nroot', 'x'.repeat(201), 'claude for ada', ' ada', 'ada\u202egro']) expect(typeof callerOf({ email }), JSON.stringify(email)).toBe('string');
});
