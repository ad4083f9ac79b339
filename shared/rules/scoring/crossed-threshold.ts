import type { AdjustableThreshold } from '../../domain/adjustable-thresholds.ts';
import type { CrossedThreshold } from '../../domain/lesson.ts';
import type { Finding } from '../../domain/opportunity.ts';

/** `value` lies beyond the threshold: above it, for a hit rate below it. */
type Size = { readonly threshold: AdjustableThreshold; readonly value: number };

/** Which threshold a finding had to cross, and with what. `undefined` for kinds that no single threshold decides. */
const sizeOf = ({ kind, evidence }: Pick<Finding, 'kind' | 'evidence'>): Size | undefined => {
  if (evidence.kind === 'metric') {
    const { metric, baseline, current, changePercent } = evidence;
    if (kind === 'latency-degradation') return { threshold: 'latencyIncrease', value: changePercent / 100 };
    if (kind === 'error-spike') return { threshold: 'failureIncrease', value: current - baseline };
    if (kind === 'throughput-drop') return { threshold: 'throughputDrop', value: -changePercent / 100 };
    return kind === 'resource-exhaustion' && metric !== 'throttlesPerMinute' ? { threshold: 'utilisation', value: current } : undefined;
  }
  if (evidence.kind === 'errors') return { threshold: 'exceptionsPerHour', value: evidence.perHour };
  if (evidence.kind === 'stalled-call') return { threshold: 'minTimeouts', value: evidence.stalls };
  if (evidence.kind === 'cache') return { threshold: 'cacheHitRate', value: evidence.hits / Math.max(1, evidence.hits + evidence.misses) };
  if (evidence.kind === 'calls') return kind === 'n-plus-one' ? { threshold: 'minCalls', value: evidence.call.callsPerRequest.p50 } : { threshold: 'seenBeforeShare', value: evidence.call.seenBeforeShare };
  return undefined;
};

/** The threshold that a finding crossed, with what, and where it lay then. */
export const crossedThreshold = (finding: Pick<Finding, 'kind' | 'evidence'>, limits: { readonly [name in AdjustableThreshold]: number }): CrossedThreshold | undefined => {
  const size = sizeOf(finding);
  return size === undefined || !Number.isFinite(size.value) ? undefined : { ...size, limit: limits[size.threshold] };
};
