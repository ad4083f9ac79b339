import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseProfile } from '../../../../local/load/profile.ts';

const route = { weight: 1, method: 'GET', path: '/' };
const problemsOf = (value: unknown): string[] => {
  const parsed = parseProfile(typeof value === 'string' ? value : JSON.stringify(value));
  return parsed.ok ? [] : parsed.problems;
};

describe('a load profile', () => {
  it('may leave out what has a default', () => {
    const parsed = parseProfile(JSON.stringify({ ratePerSecond: 5, routes: [route] }));

    expect(parsed).toEqual({
      ok: true,
      profile: { ratePerSecond: 5, season: { amplitude: 0, periodSeconds: 60 }, routes: [{ ...route, parameters: {}, headers: {} }] },
    });
  });

  it('tells all its problems at once, each with its path', () => {
    const problems = problemsOf({
      ratePerSecond: -1,
      season: { amplitude: 2, periodSeconds: 60 },
      routes: [{ ...route, weight: 0 }, { ...route, method: 'get' }, { ...route, path: 'orders' }],
    });

    expect(problems.map((problem) => problem.split(':')[0])).toEqual(['ratePerSecond', 'season.amplitude', 'routes[0].weight', 'routes[1].method', 'routes[2].path']);
  });

  it('names a parameter that is used but not defined, in the path and in the body', () => {
    const problems = problemsOf({ ratePerSecond: 1, routes: [{ ...route, path: '/orders/{id}', body: { sku: '{sku}' } }] });

    expect(problems).toEqual(['routes[0].parameters.id: used as {id} but not defined', 'routes[0].parameters.sku: used as {sku} but not defined']);
  });

  it('says what a parameter may be', () => {
    const [problem] = problemsOf({ ratePerSecond: 1, routes: [{ ...route, path: '/{id}', parameters: { id: 7 } }] });

    expect(problem).toMatch(/^routes\[0\]\.parameters\.id: either .*zipf.* or .*list/);
  });

  it('refuses keys that it does not know', () => {
    expect(problemsOf({ ratePerSecond: 1, routes: [{ ...route, wait: 1 }] })).toHaveLength(1);
  });

  it('says so when it is not JSON', () => {
    expect(problemsOf('{')[0]).toMatch(/not valid JSON/);
  });

  it('of the practice service is valid', () => {
    const text = readFileSync(new URL('../../../../examples/orders/load.json', import.meta.url), 'utf8');

    expect(parseProfile(text)).toMatchObject({ ok: true });
  });
});
