import { expect, it } from 'vitest';
import { mostPressing } from '../../../dashboard/src/pages/now/most-pressing.ts';
import { targetView } from '../../support/page-views.ts';

const NOW = Date.UTC(2026, 10, 21, 18);
const target = (id: string, over: Partial<ReturnType<typeof targetView>> = {}) => ({ ...targetView(1, NOW), watching: undefined, notProtected: undefined, pausedBy: undefined, opportunities: 0, ...over, id });
const failing = (failureRate: number) => ({ health: { until: NOW, requestsPerMinute: 100, failureRate, p95Ms: 80 } });

it('has first what is on the traffic, then who fails most, then who is left alone; equals stay as they came', () => {
  const targets = [
    target('a', failing(0)), target('b', failing(0)), target('paused', { ...failing(0), pausedBy: 'ada' }), target('fails', failing(0.4)), target('fails-more', failing(0.9)), target('silent', { health: undefined }),
    target('canary', { ...failing(0), watching: { improvementId: 'imp-1', weight: 0.1 } }), target('busy', { ...failing(0), opportunities: 3 }),
  ];
  expect(mostPressing(targets).map(({ id }) => id)).toEqual(['canary', 'fails-more', 'fails', 'paused', 'busy', 'a', 'b', 'silent']);
  expect(targets[0]?.id).toBe('a');
});
