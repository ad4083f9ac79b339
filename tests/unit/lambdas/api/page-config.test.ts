import { expect, it } from 'vitest';
import { pageConfig } from '../../../../lambdas/api/dependencies.ts';
import { DoorsConfig } from '../../../../shared/config/doors.ts';

const configured = (oidc: object): unknown => pageConfig(DoorsConfig.parse({ oidc: { issuer: 'https://id.example.com/', groups: {}, ...oidc } }));

it('the page is told with which client to sign in, and which of the two tokens the doors take', () => {
  expect(configured({ audience: ['page'], clientId: 'page' })).toEqual({ issuer: 'https://id.example.com/', clientId: 'page', scopes: 'openid profile email', origins: [], token: 'id' });
  expect(configured({ audience: ['page', 'https://pawl.example.com/api'], clientId: 'page', origins: ['https://tokens.example.com/'] })).toMatchObject({ audience: 'https://pawl.example.com/api', token: 'access', origins: ['https://tokens.example.com/'] });
});

it('where no client is registered it is told of no provider, and takes a token that is pasted', () => {
  expect(configured({ audience: ['pawl'] })).toEqual({});
  expect(pageConfig({})).toEqual({});
});
