import { describe, expect, it } from 'vitest';
import { Finding } from '../../../../../../shared/domain/opportunity.ts';
import { DETECTION_THRESHOLDS } from '../../../../../../shared/rules/detection/detector.ts';
import { detectDependencyFailures } from '../../../../../../shared/rules/detection/detectors/dependency-failures.ts';
import { noise, type SimulatedInvocation } from '../../../../../support/invocation-log.ts';
import { healthyCalls, NOON, observed, windowOf } from '../../../../../support/observed-service.ts';

const HOUR = 3_600_000;

/** Three hours at a request each nine seconds; `fails` says in which requests the call of payments does. */
const found = (fails: (number: number, hour: number) => boolean, vary: (number: number) => Partial<SimulatedInvocation> = () => ({}), options: { laterHours?: number } = {}): Finding[] => {
  const state = observed(1200, (number) => {
    const failing = fails(number, (number * 9) / 3600);
    return { at: NOON + number * 9000, calls: healthyCalls(number).map((call) => ({ ...call, failed: failing && call.shape === 'GET payments/{}' })), ...(failing ? vary(number) : {}) };
  }, { sliceSeconds: 600 });
  const window = windowOf(state, { now: state.completeUntil + (options.laterHours ?? 0) * HOUR });
  return detectDependencyFailures(window, DETECTION_THRESHOLDS).map((finding) => Finding.parse(finding));
};

describe('failing dependencies', () => {
  it('are found when a tenth of their calls begins to fail, and whether requests survive it', () => {
    const findings = found((number, hour) => hour > 2.2 && noise(number * 3) < 0.12);
    expect(findings).toMatchObject([{ kind: 'dependency-failures', severity: 'low', evidence: { kind: 'dependency', shape: 'GET payments/{}', sites: [{ line: 40, functionName: 'getPayment' }, {}] } }]);
    expect(findings[0]?.title).toContain('the requests survive it');
    expect(findings[0]?.evidence.kind === 'dependency' && findings[0].evidence.since).toBeGreaterThan(NOON + HOUR);
    expect(findings[0]?.confidence).toBeGreaterThan(0.7);
  });

  it('weigh more when the requests fail with them', () => {
    const [finding] = found((number, hour) => hour > 2.2 && noise(number * 3) < 0.12, () => ({ outcome: 'fault' }));
    expect(finding).toMatchObject({ severity: 'critical', gainPercent: 100 });
    expect(finding?.title).toContain('and the requests with it');
  });

  it('are found when they fail all the time, of every fiftieth call', () => {
    expect(found((number) => number % 30 === 0)).toMatchObject([{ kind: 'dependency-failures' }]);
  });

  it('are not found while nothing fails', () => {
    expect(found(() => false)).toEqual([]);
  });

  it('are not found for a call in two hundred', () => {
    expect(found((number) => number % 200 === 0)).toEqual([]);
  });

  it('are not found when it was over two hours ago', () => {
    expect(found((number, hour) => hour > 1 && hour < 1.5 && number % 2 === 0, undefined, { laterHours: 2 })).toEqual([]);
  });

  it('are not found for three failures in a row', () => {
    expect(found((number) => number > 1190 && number < 1194)).toEqual([]);
  });
});
