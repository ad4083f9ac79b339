import { expect, test } from 'vitest';
import { AwsError } from '../../../../../shared/adapters/aws/aws-error.ts';
import { packBatch } from '../../../../../shared/adapters/aws/spool-batch.ts';
import { readSpoolKey, spoolKey } from '../../../../../shared/adapters/aws/spool-key.ts';
import { spoolPages } from '../../../../../shared/adapters/aws/spool-pages.ts';
import { spoolWriter } from '../../../../../shared/adapters/aws/spool-writer.ts';
import { memorySpool } from '../../../../support/memory-spool.ts';
import { testClock } from '../../../../support/test-clock.ts';

const setUp = () => {
  const clock = testClock();
  const objects = memorySpool(clock);
  const at = clock.now();
  return { clock, objects, batch: { functionName: 'orders', lines: [{ id: '1', at, stream: 's', message: 'm' }], events: [] } };
};

test('a put that fails is made again under the time that it is then', async () => {
  const { clock, objects, batch } = setUp();
  const { put } = objects;
  let failures = 2;
  objects.put = async (...args) => {
    if (failures > 0) {
      failures -= 1;
      throw new AwsError('PAWL-AWS-THROTTLED', 'slow down');
    }
    return put(...args);
  };
  const began = clock.now();
  await spoolWriter({ objects, clock }).put(batch);
  const [key = ''] = objects.stored.keys();
  expect(objects.stored.size).toBe(1);
  expect(readSpoolKey(key)?.arrivedAt).toBe(clock.now());
  expect(clock.now()).toBeGreaterThan(began);
});

test('a put that took too long, though it came through, is made again, and its lines are read once', async () => {
  const { clock, objects, batch } = setUp();
  const { put } = objects;
  let slow = true;
  objects.put = async (...args) => {
    await put(...args);
    if (slow) clock.advance(4000);
    slow = false;
  };
  await spoolWriter({ objects, clock }).put(batch);
  expect(objects.stored.size).toBe(2);
  clock.advance(60_000);
  const { lines } = await spoolPages({ objects, clock, notify: () => undefined }).read('orders', undefined, 10);
  expect(lines).toHaveLength(1);
});

test('the last of four puts is read when the first one appears after all, where the reader has been', async () => {
  const { clock, objects } = setUp();
  const began = clock.now();
  const line = (id: string, at: number) => ({ id, at, stream: 's', message: 'm' });
  const mark = packBatch({ lines: [line('mark', began + 200)], events: [] });
  objects.place(spoolKey('orders', { arrivedAt: began + 200, batch: `${mark.digest}-0` }), mark.bytes);
  const { put } = objects;
  const tried: { key: string; bytes: Uint8Array }[] = [];
  objects.put = async (key, bytes, signal) => {
    tried.push({ key, bytes });
    if (tried.length === 4) return put(key, bytes, signal);
    clock.advance(2500);
    throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  };
  await spoolWriter({ objects, clock }).put({ functionName: 'orders', lines: [line('late', began - 3_600_000)], events: [] });
  const telemetry = spoolPages({ objects, clock, notify: () => undefined, timing: { deliveryMs: 10_000, visibilityMs: 5_000, duplicateMs: 300_000 } });
  clock.set(began + 15_250);
  const first = await telemetry.read('orders', undefined, 10);
  expect(first.lines.map(({ id }) => id)).toEqual(['mark']);
  for (const { key, bytes } of tried.slice(0, 1)) objects.place(key, bytes);
  clock.set(began + 60_000);
  expect((await telemetry.read('orders', first.next, 10)).lines.map(({ id }) => id)).toEqual(['late']);
});

test('what trying again cannot help is not tried again', async () => {
  const { clock, objects, batch } = setUp();
  let puts = 0;
  objects.put = async () => {
    puts += 1;
    throw new AwsError('PAWL-AWS-DENIED', 'no');
  };
  await expect(spoolWriter({ objects, clock }).put(batch)).rejects.toMatchObject({ code: 'PAWL-AWS-DENIED' });
  expect(puts).toBe(1);
});

test('gives up with the reason after four times, so that the delivery is repeated', async () => {
  const { clock, objects, batch } = setUp();
  let puts = 0;
  objects.put = async () => {
    puts += 1;
    throw new AwsError('PAWL-AWS-THROTTLED', 'slow down');
  };
  await expect(spoolWriter({ objects, clock }).put(batch)).rejects.toMatchObject({ code: 'PAWL-AWS-THROTTLED' });
  expect(puts).toBe(4);
});

test('one put a batch, none for an empty one', async () => {
  const { clock, objects, batch } = setUp();
  const writer = spoolWriter({ objects, clock });
  await writer.put({ ...batch, lines: [] });
  expect(objects.counts.puts).toBe(0);
  await writer.put(batch);
  expect(objects.counts.puts).toBe(1);
});
