import { describe, expect, test } from 'vitest';
import { packBatch } from '../../../../../shared/adapters/aws/spool-batch.ts';
import { spoolKey } from '../../../../../shared/adapters/aws/spool-key.ts';
import { spoolIntake, spoolTelemetry } from '../../../../../shared/adapters/aws/spool-telemetry.ts';
import type { Message } from '../../../../../shared/ports/host.ts';
import { accessDenied, bucketOnWire, noSuchKey, s3OnWire, slowDown, type WireRequest } from '../../../../support/s3-wire.ts';
import { testClock } from '../../../../support/test-clock.ts';

/** A bucket with one line in each of `objects` objects, read a minute after the last. `fault` answers first. */
const setUp = (objects: number, fault: (request: WireRequest) => ReturnType<ReturnType<typeof bucketOnWire>['answer']> | undefined = () => undefined, pageKeys = 1000) => {
  const clock = testClock();
  const bucket = bucketOnWire(pageKeys);
  for (let index = 0; index < objects; index += 1) {
    const { bytes, digest } = packBatch({ lines: [{ id: String(index).padStart(4, '0'), at: clock.now(), stream: 's', message: 'm' }], events: [] });
    bucket.stored.set(spoolKey('orders', { arrivedAt: clock.now(), batch: `${digest}-0` }), bytes);
    clock.advance(10);
  }
  clock.advance(60_000);
  const told: Message[] = [];
  const client = s3OnWire((request) => fault(request) ?? bucket.answer(request));
  return { bucket, clock, client, told, telemetry: spoolTelemetry({ client, bucket: 'b', clock, notify: (message) => void told.push(message) }) };
};

describe('the spool on S3', () => {
  test('a listing of several pages is read whole', async () => {
    const { telemetry, bucket } = setUp(25, undefined, 10);
    expect((await telemetry.read('orders', undefined, 100)).lines).toHaveLength(25);
    expect(bucket.requests.filter(({ query }) => query['list-type'] === '2').map(({ query }) => query['continuation-token'] !== undefined)).toEqual([false, true, true]);
  });

  test('a quiet function costs one listing a look, and that from a little before the cursor', async () => {
    const { telemetry, bucket, clock } = setUp(5);
    const { next } = await telemetry.read('orders', undefined, 100);
    bucket.requests.length = 0;
    clock.advance(3_600_000);
    expect((await telemetry.read('orders', next, 100)).caughtUp).toBe(true);
    expect(bucket.requests).toHaveLength(1);
    expect(bucket.requests[0]?.query['start-after']).toMatch(/^spool\/orders\/\d{15}$/);
  });

  test('throttled in the middle of a page, it says so with a code; read again, the page is whole', async () => {
    let isThrottled = true;
    const { telemetry } = setUp(30, ({ key }) => (isThrottled && key.includes('/') && key.endsWith('.gz') && key > spoolKey('orders', { arrivedAt: testClock().now() + 150, batch: '' }) ? slowDown : undefined));
    const first = await telemetry.read('orders', undefined, 5).catch((error: unknown) => error);
    expect(first).toMatchObject({ code: 'PAWL-AWS-THROTTLED', message: expect.stringContaining('s3:GetObject') });
    isThrottled = false;
    const page = await telemetry.read('orders', undefined, 100);
    expect(page.lines.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, index) => String(index).padStart(4, '0')));
  });

  test('one throttled answer is tried again without anybody noticing', async () => {
    let answers = 1;
    const { telemetry } = setUp(3, ({ key }) => (key.endsWith('.gz') && (answers -= 1) >= 0 ? slowDown : undefined));
    expect((await telemetry.read('orders', undefined, 100)).lines).toHaveLength(3);
  });

  test('a listing that is refused names the permission', async () => {
    const { telemetry } = setUp(1, ({ query }) => (query['list-type'] === '2' ? accessDenied : undefined));
    await expect(telemetry.read('orders', undefined, 10)).rejects.toMatchObject({ code: 'PAWL-AWS-DENIED', message: expect.stringContaining('s3:ListBucket') });
  });

  test('an object that the lifecycle removed after it was listed is told and left out', async () => {
    const { telemetry, told } = setUp(3, ({ key }) => (key.endsWith('.gz') && key.includes('0-') && key.startsWith(`spool/orders/${String(testClock().now() + 10).padStart(15, '0')}`) ? noSuchKey : undefined));
    expect((await telemetry.read('orders', undefined, 10)).lines.map(({ id }) => id)).toEqual(['0000', '0002']);
    expect(told.map(({ code }) => code)).toEqual(['PAWL-SPOOL-GONE']);
  });

  test('a put that gets no answer is given up in time, made again, and told as unreachable in the end', async () => {
    const clock = testClock();
    const puts: string[] = [];
    const client = s3OnWire(async ({ key }) => {
      puts.push(key);
      return new Promise(() => undefined);
    });
    const spool = spoolIntake({ client, bucket: 'b', clock, timing: { visibilityMs: 20 } });
    await expect(spool.put({ functionName: 'orders', lines: [{ id: '1', at: clock.now(), stream: 's', message: 'm' }], events: [] })).rejects.toMatchObject({ code: 'PAWL-AWS-UNREACHABLE' });
    expect(puts.map((key) => key.replace(/^.*-(\d)\.json\.gz$/, '$1'))).toEqual(['0', '1', '2', '3']);
  });
});
