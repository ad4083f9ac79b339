import { describe, expect, it } from 'vitest';
import { emptyTargetState } from '../../../../../shared/domain/target-state.ts';
import { detect } from '../../../../../shared/rules/detection/detect.ts';
import { FOLD_DEFAULTS } from '../../../../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../../../../shared/rules/detection/fold.ts';
import { invocationLines, noise, type SimulatedInvocation } from '../../../../support/invocation-log.ts';
import { NOON, windowOf } from '../../../../support/observed-service.ts';

const HOUR = 3_600_000;
const HOURS = 42;
const DEPLOYED = 30;

const spread = (seed: number): number => (noise(seed) + noise(seed * 1.37) + noise(seed * 2.11) + noise(seed * 3.77) - 2) * Math.sqrt(3);
const timeOfDay = (at: number): number => Math.sin((at / HOUR / 24) * 2 * Math.PI);

/** A service as they are: traffic and its dependencies follow the time of day, inputs vary in size, some start cold, some fail, a cache works. */
const ordinary = (number: number, at: number): SimulatedInvocation => {
  const slower = (1 + 0.4 * timeOfDay(at)) * Math.exp(0.05 * spread(Math.floor(at / HOUR / 3) * 7.3));
  const [batchMs, paymentMs] = [30 * slower * Math.exp(0.5 * spread(number * 1.9)), 12 * slower * Math.exp(0.5 * spread(number * 2.9))];
  const inputBytes = Math.round(80 * 40 ** noise(number * 5.5));
  const cold = noise(number * 8.8) < 0.012;
  const failed = noise(number * 6.1) < 0.004;
  return {
    number, at, inputBytes, cold, initMs: 250,
    version: at < NOON + DEPLOYED * HOUR ? '1' : '2',
    environment: `e${number % 5}`,
    caller: `person-${number % 40}`,
    durationMs: 5 + (inputBytes / 800) * (0.7 + 0.6 * noise(number)) + (cold ? 120 : 0) + batchMs + paymentMs,
    outcome: failed ? 'fault' : 'ok',
    cache: { prices: noise(number * 2.9) < 0.7 ? { hits: 1, misses: 0 } : { hits: 0, misses: 1 } },
    calls: [
      { shape: 'POST ledger/batch', method: 'POST', at: 'index.mjs:20:5 post', startMs: 1, durationMs: batchMs, key: `${number}`, failed },
      { shape: 'GET payments/{}', at: 'index.mjs:40:5 pay', startMs: 2 + batchMs, durationMs: paymentMs, key: `${number}`, seenBefore: noise(number * 3) < 0.3 },
    ],
  };
};

describe('two ordinary days, a deployment among them', () => {
  it('raise nothing, whenever they are looked at', () => {
    let state = emptyTargetState('orders');
    let number = 0;
    const raised: string[] = [];
    for (let hour = 0; hour < HOURS; hour += 1) {
      const from = NOON + hour * HOUR;
      const requests = Math.round(60 * (1 + 0.5 * timeOfDay(from)));
      const lines = Array.from({ length: requests }, (_, index) => invocationLines(ordinary((number += 1), Math.round(from + (index + noise(number)) * (HOUR / requests) * 0.99)))).flat().sort((a, b) => a.at - b.at);
      const events = hour === DEPLOYED ? [{ kind: 'deployment' as const, id: 'd', at: from, alias: 'live', version: '2' }] : [];
      state = foldPage(state, { lines, events, next: `hour ${hour}`, completeUntil: from + HOUR }, FOLD_DEFAULTS).state;
      if (hour % 2 === 1) raised.push(...detect(windowOf(state, { version: hour < DEPLOYED ? '1' : '2', now: from + HOUR })).map(({ kind, title }) => `hour ${hour}: ${kind}, ${title}`));
    }
    expect(raised).toEqual([]);
    expect(state.ignored).toMatchObject({ unreadable: 0 });
  });
});
