import { expect, test } from 'vitest';
import { pickVersion } from '../../../../local/host/pick-version.ts';

const canary = { version: '1', additional: { version: '2', weight: 0.2 } };

test('the additional version gets exactly its share of evenly spread draws', () => {
  const draws = Array.from({ length: 1_000 }, (_, index) => index / 1_000);
  expect(draws.filter((draw) => pickVersion(canary, draw) === '2')).toHaveLength(200);
});

test('an alias without additional version always serves its own', () => {
  expect(pickVersion({ version: '1' }, 0)).toBe('1');
});

test('weight 0 never serves the additional version and weight 1 always does', () => {
  expect(pickVersion({ version: '1', additional: { version: '2', weight: 0 } }, 0)).toBe('1');
  expect(pickVersion({ version: '1', additional: { version: '2', weight: 1 } }, 0.999_999)).toBe('2');
});
