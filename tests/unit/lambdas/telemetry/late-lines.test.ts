import { expect, test } from 'vitest';
import { spoolPages } from '../../../../shared/adapters/aws/spool-pages.ts';
import { spoolWriter } from '../../../../shared/adapters/aws/spool-writer.ts';
import type { Period } from '../../../../shared/domain/period.ts';
import { emptyTargetState } from '../../../../shared/domain/target-state.ts';
import { FOLD_DEFAULTS } from '../../../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../../../shared/rules/detection/fold.ts';
import { memorySpool } from '../../../support/memory-spool.ts';
import { testClock } from '../../../support/test-clock.ts';

const STREAM = '2026/11/21/[3]4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c';
const report = (id: string, at: number) => ({ id, at, stream: STREAM, message: `REPORT RequestId: r-${id}\tDuration: 12.00 ms\tBilled Duration: 12 ms\tMemory Size: 256 MB\tMax Memory Used: 80 MB` });

test('lines that come minutes late count in the window, and in no period that was written without them', async () => {
  const clock = testClock();
  const objects = memorySpool(clock);
  const began = clock.now();
  const spool = spoolWriter({ objects, clock });
  const telemetry = spoolPages({ objects, clock, notify: () => undefined });
  let state = emptyTargetState('orders');
  const periods: Period[] = [];
  const look = async (): Promise<void> => {
    const folded = foldPage(state, await telemetry.read('orders', state.cursor, 1000), FOLD_DEFAULTS);
    ({ state } = folded);
    periods.push(...folded.periods);
  };
  const put = async (...lines: ReturnType<typeof report>[]): Promise<void> => spool.put({ functionName: 'orders', lines, events: [] });

  clock.set(began + 30_000);
  await put(report('a', began + 28_000));
  clock.set(began + 100_000);
  await look();
  clock.set(began + 200_000);
  // Of the first minute, four minutes late; and one that is in time beside it.
  await put(report('b', began + 29_000), report('c', began + 199_000));
  clock.set(began + 300_000);
  await look();

  const slices = state.slices.flatMap(({ versions }) => Object.values(versions));
  expect(slices.reduce((sum, { requests }) => sum + requests, 0)).toBe(3);
  expect(state.ignored.late).toBe(1);
  expect(periods.map(({ startsAt, versions }) => [(startsAt - began) / 60_000, versions['3']?.requests ?? 0])).toEqual([[0, 1], [1, 0], [2, 0], [3, 1]]);
});
