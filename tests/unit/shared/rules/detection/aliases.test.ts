import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Period } from '../../../../../shared/domain/period.ts';
import type { LogLine, TargetEvent } from '../../../../../shared/domain/signal.ts';
import { emptyTargetState, TargetState } from '../../../../../shared/domain/target-state.ts';
import { bypassOf, bypassSentence } from '../../../../../shared/rules/detection/bypass.ts';
import { FOLD_DEFAULTS, type FoldSettings } from '../../../../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../../../../shared/rules/detection/fold.ts';
import { shareByAlias } from '../../../../../shared/rules/judge/own-traffic.ts';
import { invocationLines, noise, type SimulatedInvocation } from '../../../../support/invocation-log.ts';

const START = Date.UTC(2026, 10, 21, 12);
const MINUTE_MS = 60_000;
const SETTINGS: FoldSettings = { ...FOLD_DEFAULTS, alias: 'live', tenantAliases: ['acme', 'globex'] };

const lines = (count: number, vary: (number: number) => Partial<SimulatedInvocation>): LogLine[] =>
  Array.from({ length: count }, (_, number) => invocationLines({ number, at: START + 1000 + number * 40, durationMs: 20, environment: `e${number % 3}`, ...vary(number) })).flat().sort((a, b) => a.at - b.at);

const folded = (all: readonly LogLine[], settings = SETTINGS, events: readonly TargetEvent[] = []): { state: TargetState; periods: Period[] } =>
  foldPage(emptyTargetState('orders'), { lines: all, events, next: 'end', completeUntil: START + 10 * MINUTE_MS }, settings);

/** alias → version → requests, over all periods. */
const requestsIn = (periods: readonly Period[]): Record<string, Record<string, number>> => {
  const sums: Record<string, Record<string, number>> = {};
  for (const { aliases = {} } of periods) {
    for (const [alias, versions] of Object.entries(aliases)) {
      for (const [version, { requests }] of Object.entries(versions)) (sums[alias] ??= {})[version] = (sums[alias]?.[version] ?? 0) + requests;
    }
  }
  return sums;
};

describe('requests by the alias they came through', () => {
  it('are counted for each alias that is looked after, beside the whole', () => {
    const { periods } = folded(lines(120, (number) => ({ version: number % 6 === 0 ? '2' : '1', qualifier: number % 6 === 0 || number % 2 === 0 ? 'acme' : 'live', outcome: number % 12 === 0 ? 'error' : 'ok' })));
    expect(requestsIn(periods)).toEqual({ acme: { '1': 40, '2': 20 }, live: { '1': 60 } });
    expect(periods[0]?.versions['1']?.requests).toBe(100);
    expect(periods[0]?.aliases?.['acme']?.['2']).toMatchObject({ requests: 20, failures: 10 });
    expect(TargetState.safeParse(folded(lines(10, () => ({ qualifier: 'acme' }))).state).success).toBe(true);
  });

  it('are not counted apart where no tenant has an alias of its own', () => {
    const { periods } = folded(lines(10, () => ({ qualifier: 'live' })), { ...SETTINGS, tenantAliases: [] });
    expect(periods[0]).not.toHaveProperty('aliases');
  });

  it('that were killed while a call was waiting are known by the line that told of it', () => {
    const { periods } = folded(lines(20, (number) => ({ qualifier: number < 10 ? 'acme' : 'globex', durationMs: 3000, timedOut: number < 5, ...(number < 5 ? { pending: { shape: 'GET a', at: 'index.mjs:1:1 a' } } : {}) })));
    expect(periods[0]?.aliases?.['acme']?.['1']).toMatchObject({ requests: 10, timeouts: 5 });
    expect(periods[0]?.aliases?.['globex']?.['1']).toMatchObject({ requests: 10, timeouts: 0 });
  });

  it('that were killed without a word are the candidate’s alias’s when it was the candidate that died', () => {
    const all = lines(60, (number) => ({ version: number % 3 === 0 ? '2' : '1', timedOut: number % 3 === 0, qualifier: number % 3 === 0 ? 'acme' : 'globex' }));
    expect(requestsIn(folded(all, { ...SETTINGS, exposed: { version: '2', alias: 'acme' } }).periods)).toEqual({ acme: { '2': 20 }, globex: { '1': 40 } });
    expect(requestsIn(folded(all).periods)).toEqual({ globex: { '1': 40 } });
  });

  it('that were killed without a word otherwise go to the aliases in proportion to what is known of them', () => {
    const { periods } = folded(lines(1400, (number) => ({ qualifier: number % 4 === 0 ? 'acme' : 'live', timedOut: number >= 200 && number % 2 === 1 })));
    const timeouts = (alias: string): number => periods[0]?.aliases?.[alias]?.['1']?.timeouts ?? 0;
    const killed = periods[0]?.versions['1']?.timeouts ?? 0;
    expect(timeouts('acme') + timeouts('live')).toBe(killed);
    const known = { acme: 350, live: 1050 - killed };
    expect(timeouts('acme') / killed).toBeGreaterThan((known.acme / (known.acme + known.live)) * 0.6);
    expect(timeouts('acme') / killed).toBeLessThan((known.acme / (known.acme + known.live)) * 1.4);
  });

  it('come out the same however the log is cut into pages', () => {
    const all = lines(150, (number) => ({ version: number % 5 === 0 ? '2' : '1', qualifier: ['acme', 'live', '2', 'globex'][Math.floor(noise(number) * 4)] ?? 'live', timedOut: number % 11 === 0, durationMs: 10 + noise(number + 1) * 900 }));
    const whole = folded(all);
    fc.assert(
      fc.property(fc.array(fc.nat(all.length), { maxLength: 6 }), (cuts) => {
        const edges = [...new Set([0, ...cuts, all.length])].sort((a, b) => a - b);
        let state = emptyTargetState('orders');
        for (const [index, from] of edges.entries()) {
          const to = edges[index + 1] ?? all.length;
          state = foldPage(state, { lines: all.slice(from, to), events: [], next: `c${index}`, completeUntil: START }, SETTINGS).state;
        }
        const { periods } = foldPage(state, { lines: [], events: [], next: 'end', completeUntil: START + 10 * MINUTE_MS }, SETTINGS);
        expect(periods).toEqual(whole.periods);
      }),
      { numRuns: 30 },
    );
  });

  it('say how much of the traffic can be told apart', () => {
    const share = (told: number): number => shareByAlias(folded(lines(100, (number) => (number < told ? { qualifier: 'acme' } : { probe: false }))).periods);
    expect(share(0)).toBe(0);
    expect(share(100)).toBe(1);
    expect(shareByAlias([])).toBe(1);
  });
});

describe('callers that pass the aliases by', () => {
  it('are counted over the window, and make the target unprotected from 5 % on', () => {
    const of = (every: number) => folded(lines(400, (number) => ({ qualifier: number % every === 0 ? '$LATEST' : number % 2 === 0 ? 'live' : 'acme' }))).state;
    expect(bypassOf(of(20))).toEqual({ requests: 400, share: 0.05, isProtected: true });
    expect(bypassSentence(of(20))).toBeUndefined();
    expect(bypassOf(of(16))?.isProtected).toBe(false);
    expect(bypassSentence(of(16))).toContain('6.3 % of 400 invocations came past its aliases');
  });

  it('stay counted when slices are merged', () => {
    const { state } = folded(lines(400, (number) => ({ qualifier: number % 10 === 0 ? '7' : 'live' })), { ...SETTINGS, sliceSeconds: 1 });
    expect(state.slices.some(({ level }) => level > 0)).toBe(true);
    expect(bypassOf(state)).toMatchObject({ requests: 400, share: 0.1 });
  });

  it('are not guessed at where the probe does not tell, or tells too little', () => {
    expect(bypassOf(folded(lines(400, () => ({}))).state)).toBeUndefined();
    expect(bypassOf(folded(lines(99, () => ({ qualifier: '$LATEST' }))).state)).toBeUndefined();
  });
});

describe('an alias that was moved', () => {
  const moved = (alias: string): TargetEvent => ({ kind: 'deployment', id: `moved ${alias}`, at: START + 500, alias, version: '7' });

  it('says which version serves when it is the target’s own, and nothing when it is a tenant’s', () => {
    expect(folded([], SETTINGS, [moved('acme')]).state.servingVersion).toBeUndefined();
    expect(folded([], SETTINGS, [moved('live')]).state.servingVersion).toBe('7');
  });
});
