import type { TargetEvent } from '../../shared/domain/signal.ts';
import type { Target } from '../../shared/domain/target.ts';
import { emptyTargetState, type TargetState } from '../../shared/domain/target-state.ts';
import { evidenceWindow, type EvidenceWindow } from '../../shared/rules/detection/evidence-window.ts';
import { FOLD_DEFAULTS, type FoldSettings } from '../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../shared/rules/detection/fold.ts';
import { siteResolver } from '../../shared/rules/detection/resolve-sites.ts';
import { invocationLines, noise, type SimulatedCall, type SimulatedInvocation } from './invocation-log.ts';

export const NOON = Date.UTC(2026, 10, 21, 12);

export const ORDERS: Target = {
  id: 'orders', functionName: 'orders', alias: 'live', shared: false,
  repository: { location: '/srv/orders', branch: 'main', directory: '.' },
  entry: 'src/handler.ts', handlerExport: 'handler',
  test: { command: ['node', '--test'], runner: 'node' },
  limits: { timeoutSeconds: 3, memoryMb: 256, concurrency: 50 },
  environment: {},
  autonomy: { recipe: 'approve', model: 'approve', person: 'approve' },
  scope: ['src/'],
};

/** A healthy service: one batched read with many keys, one single read, quick answers, many callers, headroom everywhere. */
export const healthyInvocation = (number: number): SimulatedInvocation => ({
  number,
  at: NOON + number * 20,
  durationMs: 24 + noise(number) * 12,
  environment: `e${number % 6}`,
  caller: `person-${Math.floor(noise(number * 7) * 900)}`,
  cache: { prices: { hits: 3, misses: 1 } },
  calls: healthyCalls(number),
});

export const healthyCalls = (number: number): SimulatedCall[] => {
  const batchMs = 9 + noise(number + 0.3) * 4;
  return [
    { shape: 'POST catalogue/products/batch', method: 'POST', at: 'index.mjs:20:5 getProducts', startMs: 1, durationMs: batchMs, key: `b${number}` },
    { shape: 'GET payments/{}', at: 'index.mjs:40:5 getPayment', startMs: 1.2, durationMs: 6 + noise(number) * 3, key: `p${number}`, seenBefore: noise(number * 3) < 0.4 },
  ];
};

/** What is remembered of `count` invocations, each varied from the healthy one. */
export const observed = (count: number, vary: (number: number) => Partial<SimulatedInvocation> = () => ({}), settings: Partial<FoldSettings> = {}, events: readonly TargetEvent[] = []): TargetState => {
  const lines = Array.from({ length: count }, (_, number) => invocationLines({ ...healthyInvocation(number), ...vary(number) })).flat().sort((a, b) => a.at - b.at);
  const completeUntil = lines.at(-1)?.at ?? NOON;
  return foldPage(emptyTargetState('orders'), { lines, events, next: 'end', completeUntil }, { ...FOLD_DEFAULTS, sliceSeconds: 10, pointSeconds: 2, periodSeconds: 1, ...settings }).state;
};

export const windowOf = (state: TargetState, over: Partial<{ version: string; now: number; windowHours: number }> = {}): EvidenceWindow =>
  evidenceWindow({ target: ORDERS, state, version: '1', windowHours: 24, now: state.completeUntil, resolve: siteResolver(undefined), ...over });
