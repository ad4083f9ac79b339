import { describe, expect, it } from 'vitest';
import { Finding } from '../../../../../../shared/domain/opportunity.ts';
import { DETECTION_THRESHOLDS } from '../../../../../../shared/rules/detection/detector.ts';
import { detectOverProvisionedMemory } from '../../../../../../shared/rules/detection/detectors/over-provisioned-memory.ts';
import { noise, type SimulatedInvocation } from '../../../../../support/invocation-log.ts';
import { NOON, observed, windowOf } from '../../../../../support/observed-service.ts';

const waiting = (number: number): Partial<SimulatedInvocation> => ({ durationMs: 900, calls: [{ shape: 'GET slow/{}', at: 'index.mjs:9:9 slow', startMs: 10, durationMs: 800, key: `${number}` }] });
/** A day a week ago on which less was used than on this one. */
const WEEK = { [String(Math.floor(NOON / 86_400_000) - 7)]: 20 };
const working: Partial<SimulatedInvocation> = { durationMs: 900 };

/** Twenty-five hours, a request each minute, after a week of which only its peaks are known; a tenth of the cost of a busy target. */
const found = (vary: (number: number) => Partial<SimulatedInvocation>, { hours = 25, week = WEEK }: { hours?: number; week?: Record<string, number> } = {}): Finding[] => {
  const count = hours * 60;
  const state = observed(count, (number) => ({ at: NOON + number * 60_000, memorySizeMb: 1024, memoryUsedMb: 150 + Math.round(noise(number) * 20), ...vary(number) }), { sliceSeconds: 600 });
  Object.assign((state.memoryPeaks ??= {}), week);
  return detectOverProvisionedMemory(windowOf(state), DETECTION_THRESHOLDS).map((finding) => Finding.parse(finding));
};
// 60 an hour of 0.9 s at 1 GB are $0.66 a month: so that a dollar is saved, the requests here take ten times as long.
const long = (vary: Partial<SimulatedInvocation>): Partial<SimulatedInvocation> => ({ ...vary, durationMs: (vary.durationMs ?? 900) * 10, calls: (vary.calls ?? []).map((call) => ({ ...call, durationMs: call.durationMs * 10 })) });

describe('memory that nobody uses', () => {
  it('is found where requests mostly wait, with what half as much again as the most used would cost', () => {
    const [finding, ...others] = found((number) => long(waiting(number)));
    expect(others).toEqual([]);
    // 170 MB × 1.5 = 255 → 256 MB.
    expect(finding).toMatchObject({ kind: 'over-provisioned-memory', severity: 'low', evidence: { kind: 'memory', memorySizeMb: 1024, memoryUsedMb: 170, proposedMb: 256 } });
    if (finding?.evidence.kind !== 'memory') throw new Error('no evidence of memory');
    const { usdPerMonth, waitingShare } = finding.evidence;
    expect(waitingShare).toBeCloseTo(8000 / 9000, 2);
    // 43,800 requests a month × 9 s × 1 GB × $0.0000166667 + requests.
    expect(usdPerMonth.now).toBeCloseTo(43_800 * 9 * 0.0000166667 + 43_800 * 2e-7, 0);
    // A quarter of the memory, for the ninth part that works four times as long.
    expect(usdPerMonth.proposed / usdPerMonth.now).toBeCloseTo((1 / 4) * (8 / 9 + 4 / 9), 1);
    expect(finding.gainPercent).toBeCloseTo((1 - usdPerMonth.proposed / usdPerMonth.now) * 100, 0);
  });

  it('is not found where requests work most of the time: less memory is less processor', () => {
    expect(found(() => long(working))).toEqual([]);
  });

  it('is found where there is more than one processor, which single-threaded code cannot use, and keeps one', () => {
    expect(found(() => ({ ...long(working), memorySizeMb: 4096 }))).toMatchObject([{ evidence: { proposedMb: 1792 } }]);
  });

  it('is not found once half of it was in use, were it in one request of the day', () => {
    expect(found((number) => ({ ...long(waiting(number)), ...(number === 700 ? { memoryUsedMb: 512 } : {}) }))).toEqual([]);
  });

  it('is not believed before a day is over', () => {
    expect(found((number) => long(waiting(number)), { hours: 22 })).toEqual([]);
  });

  it('is not believed before a week is over, nor when a job of last Sunday used it', () => {
    expect(found((number) => long(waiting(number)), { week: {} })).toEqual([]);
    expect(found((number) => long(waiting(number)), { week: { ...WEEK, [String(Math.floor(NOON / 86_400_000) - 4)]: 820 } })).toEqual([]);
  });

  it('is not worth a release where it costs cents', () => {
    expect(found((number) => ({ ...waiting(number), durationMs: 90, calls: [] }))).toEqual([]);
  });

  it('never goes below what Lambda gives at least', () => {
    expect(found((number) => ({ ...long(waiting(number)), memoryUsedMb: 60 }))).toMatchObject([{ evidence: { proposedMb: 128 } }]);
  });
});
