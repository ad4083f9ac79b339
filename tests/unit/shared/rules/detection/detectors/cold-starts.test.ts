import { describe, expect, it } from 'vitest';
import { Finding } from '../../../../../../shared/domain/opportunity.ts';
import type { TargetEvent } from '../../../../../../shared/domain/signal.ts';
import { DETECTION_THRESHOLDS } from '../../../../../../shared/rules/detection/detector.ts';
import { detectColdStarts } from '../../../../../../shared/rules/detection/detectors/cold-starts.ts';
import { noise, type SimulatedInvocation } from '../../../../../support/invocation-log.ts';
import { NOON, observed, windowOf } from '../../../../../support/observed-service.ts';

/** An hour at a request each two seconds, of which a `share` starts its environment. */
const found = (share: number, cold: Partial<SimulatedInvocation> = {}, options: { events?: TargetEvent[]; when?: (number: number) => boolean } = {}): Finding[] => {
  const state = observed(1800, (number) => {
    const isCold = noise(number * 9.7) < share && (options.when?.(number) ?? true);
    return { at: NOON + number * 2000, ...(isCold ? { cold: true, initMs: 700, durationMs: 90 + 20 * noise(number), ...cold } : {}) };
  }, { sliceSeconds: 300 }, options.events);
  return detectColdStarts(windowOf(state), DETECTION_THRESHOLDS).map((finding) => Finding.parse(finding));
};

describe('cold starts', () => {
  it('are found where every twelfth request is one, with the start-up that callers wait for', () => {
    const findings = found(0.08);
    expect(findings).toMatchObject([{ kind: 'cold-starts', severity: 'high', evidence: { kind: 'cold-starts', requests: 1800 } }]);
    if (findings[0]?.evidence.kind !== 'cold-starts') throw new Error('no evidence of cold starts');
    const { initMs, coldMs, warmMs } = findings[0].evidence;
    expect(initMs).toBeGreaterThan(630);
    expect(coldMs.p50).toBeGreaterThan(700);
    expect(warmMs.p95).toBeLessThan(50);
    // The p95 is a cold one: nearly all of it goes.
    expect(findings[0].gainPercent).toBeGreaterThan(80);
  });

  it('are found at one in fifty when each takes half a second longer, and then weigh by the mean', () => {
    const [finding] = found(0.022);
    expect(finding).toMatchObject({ severity: 'medium' });
    expect(finding?.gainPercent).toBeLessThan(60);
  });

  it('are not found at one in two hundred', () => {
    expect(found(0.005)).toEqual([]);
  });

  it('are not found at one in fifty when each takes little longer', () => {
    expect(found(0.022, { initMs: 150 })).toEqual([]);
  });

  it('are not found where nothing is slower', () => {
    expect(found(0.08, { initMs: 10, durationMs: 30 })).toEqual([]);
  });

  it('are not counted in the first minutes after a deployment', () => {
    const deployment: TargetEvent = { kind: 'deployment', id: 'd', at: NOON + 1_800_000, alias: 'live', version: '1' };
    expect(found(0.4, {}, { events: [deployment], when: (number) => number >= 900 && number < 1190 })).toEqual([]);
    expect(found(0.4, {}, { when: (number) => number < 140 })).toEqual([]);
  });
});
