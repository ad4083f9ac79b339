import { describe, expect, it } from 'vitest';
import { parseProfile } from '../../../../local/load/profile.ts';
import { profileRequests } from '../../../../local/load/profile-requests.ts';
import { seededRandom } from '../../../../local/load/seeded-random.ts';

function requestsOf(routes: unknown[], count: number) {
  const parsed = parseProfile(JSON.stringify({ ratePerSecond: 1, routes }));
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  const next = profileRequests(parsed.profile, seededRandom(3));
  return Array.from({ length: count }, next);
}

describe('requests of a profile', () => {
  it('come in the mix of the weights', () => {
    const requests = requestsOf([{ weight: 3, method: 'GET', path: '/a' }, { weight: 1, method: 'GET', path: '/b' }], 8000);

    expect(requests.filter(({ path }) => path === '/a').length / requests.length).toBeCloseTo(0.75, 1);
  });

  it('put drawn keys into path and body', () => {
    const parameters = { id: { prefix: 'ord-', zipf: { n: 10, s: 1 } }, currency: { list: ['EUR', 'USD'] } };
    const requests = requestsOf([{ weight: 1, method: 'POST', path: '/x/{id}', parameters, body: { currency: '{currency}', id: '{id}' } }], 50);

    for (const { path, body, headers } of requests) {
      const [, id] = /^\/x\/(ord-\d)$/.exec(path) ?? [];
      expect(id).toBeDefined();
      expect(JSON.parse(body ?? '')).toEqual({ currency: expect.stringMatching(/^(EUR|USD)$/), id });
      expect(headers).toEqual({ 'content-type': 'application/json' });
    }
  });

  it('escape what would break the path or the body', () => {
    const parameters = { name: { list: ['a/b "c" $&'] } };
    const [request] = requestsOf([{ weight: 1, method: 'POST', path: '/{name}', parameters, body: { name: '{name}' } }], 1);

    expect(request?.path).toBe('/a%2Fb%20%22c%22%20%24%26');
    expect(JSON.parse(request?.body ?? '')).toEqual({ name: 'a/b "c" $&' });
  });

  it('leave the body out where there is none', () => {
    expect(requestsOf([{ weight: 1, method: 'GET', path: '/a', headers: { accept: '*/*' } }], 1)).toEqual([{ method: 'GET', path: '/a', headers: { accept: '*/*' } }]);
  });
});
