import type { ProbeRecord } from '../../domain/probe-record.ts';
import type { VersionSlice } from '../../domain/version-slice.ts';
import { growthIn } from './slice-window.ts';
import { boundedMs } from './tally.ts';
import { textKey } from './text-key.ts';
import { busyMs, type TimelineSpan } from './wait-order.ts';

const LARGEST_SIZE = 2 ** 40;
/** Below this the clock's own grain is what is measured. */
const SMALLEST_US = 10;
const HUNDREDTHS = 100;

const logOf = (value: number): number => Math.round(HUNDREDTHS * Math.log(value));

/**
 * Counts a request's own time, the time in which it waited for no call, in all and against the size of its input. Only where the whole
 * timeline is told (the probe tells the first forty calls), and not for an environment's first request, whose own time is start-up.
 */
export const countOwnTime = (version: VersionSlice, record: ProbeRecord, spans: readonly TimelineSpan[]): void => {
  const told = record.calls.reduce((sum, call) => sum + call.count, 0) === spans.length;
  if (!told || record.cold || record.outcome !== 'ok') return;
  const durationUs = Math.round(boundedMs(record.durationMs) * 1000);
  const ownUs = Math.max(0, durationUs - Math.round(busyMs(spans, record.durationMs) * 1000));
  const own = (version.own ??= [0, 0, 0]);
  own[0] += 1;
  own[1] += durationUs;
  own[2] += ownUs;
  const { items } = record;
  const size = Math.min(LARGEST_SIZE, items ?? record.inputBytes);
  if (size < 1) return;
  const tally = growthIn(version, textKey(record.route ?? '', 80));
  const logUs = logOf(Math.max(SMALLEST_US, ownUs));
  const sums = (tally[`${items === undefined ? 'b' : 'i'}${Math.floor(Math.log2(size))}`] ??= [0, 0, 0, 0]);
  sums[0] += 1;
  sums[1] += logOf(size);
  sums[2] += logUs;
  sums[3] += logUs ** 2;
};
