import { describe, expect, it } from 'vitest';
import { evidenceText } from '../../../../../lambdas/generation/prompting/evidence-text.ts';
import type { Evidence } from '../../../../../shared/domain/evidence.ts';
import { callEvidence, opportunityWith } from '../recipe-input.ts';

const textOf = (evidence: Evidence): string => evidenceText(opportunityWith('n-plus-one', evidence));

describe('evidence as a model reads it', () => {
  it('names what was measured, with rounded figures and places', () => {
    const text = textOf({ kind: 'calls', call: callEvidence([{ path: 'src/a.ts', line: 3, column: 5, functionName: 'load' }], { msPerCall: 12.345678 }) });
    expect(text).toContain('msPerCall: 12.35');
    expect(text).toContain('- src/a.ts:3 in load');
    expect(text).toContain('seen for: 10 minutes');
  });

  it('tells lists within bounds, and says how much more there is', () => {
    const steps = Array.from({ length: 40 }, (_, index) => ({ at: index, value: index }));
    const text = textOf({ kind: 'trend', metric: 'latencyP95Ms', baseline: 1, current: 2, changePercent: 100, since: 0, pValue: 0.01, steps, requests: 9 });
    expect(text).toContain('and 28 more');
    expect(text.length).toBeLessThan(3000);
  });

  it('keeps each text of telemetry on its line and short', () => {
    const text = textOf({ kind: 'errors', name: 'Error', template: `a\nb: c\n${'x'.repeat(5000)}`, sites: [], count: 1, perHour: 1, requests: 1, lastSeenAt: 0, samples: ['one\ntwo'] });
    expect(text).toContain('- one ⏎ two');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(700);
  });
});
