import { describe, expect, it } from 'vitest';
import { RECORD_RANK_NUMBERS, recordRank } from '../../../../../../shared/rules/detection/anomaly/record-rank.ts';

const BLOCK = 40;
/** A rank that has seen one block for each of `largest`, with that as its largest. */
function seen(...largest: readonly number[]) {
  const rank = recordRank(new Float32Array(RECORD_RANK_NUMBERS));
  for (const size of largest) for (let i = 0; i < BLOCK; i += 1) rank.evidence(i === 7 ? size : 0);
  return rank;
}
const TWENTY = Array.from({ length: 20 }, (_, i) => 100 + 10 * i);

describe('the rank among records', () => {
  it('gives no evidence before a block is over, and little after the first', () => {
    expect(seen().evidence(1e6)).toBe(0);
    expect(seen(1).evidence(1.04)).toBeLessThan(seen(...TWENTY).evidence(310));
  });

  it('gives log10(16 / k) for the k-th largest of the past, and nothing below the sixteenth', () => {
    expect(seen(...TWENTY).evidence(292)).toBeCloseTo(Math.log10(16 / 2), 5);
    expect(seen(...TWENTY).evidence(270)).toBeCloseTo(Math.log10(16 / 4), 5);
    expect(seen(...TWENTY).evidence(135)).toBe(0);
  });

  it('gives more the further a record is beaten, but no more than one', () => {
    const just = seen(...TWENTY).evidence(300);
    const clearly = seen(...TWENTY).evidence(400);
    expect(just).toBeGreaterThan(Math.log10(16));
    expect(clearly).toBeGreaterThan(just);
    expect(seen(...TWENTY).evidence(1e9)).toBeCloseTo(Math.log10(16) + 1, 5);
  });

  it('takes a value that returns to its highest for no record', () => {
    expect(seen(...TWENTY).evidence(290)).toBeLessThan(Math.log10(16));
  });

  it('cuts the records of an earlier version down to what was usual for it', () => {
    const rank = seen(...TWENTY);
    const before = rank.evidence(230);
    rank.relearn();
    expect(rank.evidence(230)).toBeGreaterThan(before);
  });
});
