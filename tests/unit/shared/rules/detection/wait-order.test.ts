import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aloneMs, mostInFlight, waitOrder, type TimelineSpan } from '../../../../../shared/rules/detection/wait-order.ts';

const span = (id: string, startMs: number, durationMs: number): TimelineSpan => ({ id, startMs, endMs: startMs + durationMs });

describe('the order of waits', () => {
  it('tells what came after the end of the one before, and what overlapped', () => {
    expect(waitOrder([span('c', 30, 5), span('a', 0, 10), span('b', 10.2, 5), span('d', 31, 9)])).toEqual({ key: 'a>b>c|d', waitsMs: [10, 5, 5, 9] });
  });

  it('is nothing for one call', () => {
    expect(waitOrder([span('a', 0, 10)])).toBeUndefined();
  });

  it('keeps the six longest', () => {
    const spans = Array.from({ length: 9 }, (_, index) => span(`s${index}`, index * 20, index + 1));
    expect(waitOrder(spans)?.key).toBe('s3>s4>s5>s6>s7>s8');
  });
});

describe('time alone', () => {
  it('counts overlap of one kind once, and what another call hides not at all', () => {
    expect(aloneMs([span('a', 0, 10), span('a', 5, 10), span('b', 12, 10)])).toEqual(new Map([['a', 12], ['b', 7]]));
    expect(aloneMs([span('a', 0, 10), span('b', 2, 3)])).toEqual(new Map([['a', 7]]));
  });

  it('is never more than the time in which anything was in progress', () => {
    const anySpan = fc.record({ id: fc.constantFrom('a', 'b', 'c'), startMs: fc.nat(50), endMs: fc.nat(50) }).map(({ id, startMs, endMs }) => span(id, startMs, endMs));
    fc.assert(fc.property(fc.array(anySpan, { maxLength: 10 }), (spans) => {
      const busyMs = Array.from({ length: 100 }, (_, at) => at).filter((at) => spans.some(({ startMs, endMs }) => startMs <= at && at < endMs)).length;
      const total = [...aloneMs(spans).values()].reduce((sum, ms) => sum + ms, 0);
      expect(total).toBeLessThanOrEqual(busyMs);
      expect([...aloneMs(spans).values()].every((ms) => ms >= 0)).toBe(true);
    }));
  });
});

describe('calls in flight', () => {
  it('are counted at their most', () => {
    expect(mostInFlight([span('a', 0, 10), span('a', 2, 10), span('a', 11, 3), span('a', 30, 1)])).toBe(2);
    expect(mostInFlight([])).toBe(1);
  });
});
