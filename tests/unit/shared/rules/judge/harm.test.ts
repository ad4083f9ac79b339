import { describe, expect, it } from 'vitest';
import { findHarm, requiredForHarm } from '../../../../../shared/rules/judge/harm.ts';
import { RATE_RATIOS } from '../../../../../shared/rules/judge/rate-ratio.ts';

const all = (logEvidence: number) => RATE_RATIOS.map(() => logEvidence);
const required = Math.log(requiredForHarm({ alpha: 0.01 }));

describe('harm', () => {
  it('needs 1/α of evidence, α shared between two metrics', () => {
    expect(Math.exp(required)).toBeCloseTo(200, 9);
    expect(findHarm({ failures: all(0), latency: all(required - 0.01) }, { alpha: 0.01 })).toBeNull();
  });

  it('names the metric that shows it', () => {
    expect(findHarm({ failures: all(required + 0.01), latency: all(0) }, { alpha: 0.01 })).toBe('harm-failures');
    expect(findHarm({ failures: all(0), latency: all(required + 0.01) }, { alpha: 0.01 })).toBe('harm-latency');
  });

  it('is found in two metrics together that are each nearly there', () => {
    const half = Math.log(101);
    expect(findHarm({ failures: all(half), latency: all(half) }, { alpha: 0.01 })).toBe('harm-together');
    expect(findHarm({ failures: all(half), latency: all(0) }, { alpha: 0.01 })).toBeNull();
  });
});
