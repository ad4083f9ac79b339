import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runOpenLoop } from '../../../../local/load/open-loop.ts';

/** A loop with an arrival every 100 ms, driven by hand. */
function start() {
  let due = 0;
  const counts = { due: 0, skipped: 0 };
  let offsetSeconds = 0;
  const begun = Date.now();
  const loop = runOpenLoop({
    nextArrival: () => (due += 0.1),
    onDue: () => { counts.due += 1; },
    onSkipped: () => { counts.skipped += 1; },
    elapsedSeconds: () => (Date.now() - begun) / 1000 + offsetSeconds,
  });
  return { counts, loop, stall: (seconds: number) => { offsetSeconds += seconds; } };
}

describe('the open loop', () => {
  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); });

  it('sends at the due times', () => {
    const { counts, loop } = start();
    vi.advanceTimersByTime(1050);
    loop.stop();

    expect(counts).toEqual({ due: 10, skipped: 0 });
  });

  it('catches up after a stall, since due times do not move', () => {
    const { counts, loop, stall } = start();
    vi.advanceTimersByTime(1050);
    stall(2);
    vi.advanceTimersByTime(1000);
    loop.stop();

    expect(counts).toEqual({ due: 40, skipped: 0 });
  });

  it('drops the backlog of a long sleep instead of flooding the target', () => {
    const { counts, loop, stall } = start();
    vi.advanceTimersByTime(1050);
    stall(3600);
    vi.advanceTimersByTime(1000);
    loop.stop();

    expect(counts.due).toBeLessThan(75);
    expect(counts.due + counts.skipped).toBe(36_020);
  });

  it('sends nothing more once it is stopped', () => {
    const { counts, loop } = start();
    loop.stop();
    vi.advanceTimersByTime(5000);

    expect(counts.due).toBe(0);
  });
});
