import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ReceiveLogsInput, receiveLogs } from '../../../../lambdas/telemetry/receive-logs.ts';
import type { SpoolBatch } from '../../../../shared/ports/spool.ts';
import { cloudWatchId, logDelivery } from '../../../support/log-delivery.ts';

const AT = Date.UTC(2026, 10, 21, 12);
const STREAM = '2026/11/21/[3]4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c';
const eventsOf = (...messages: string[]) => messages.map((message, place) => ({ id: cloudWatchId(AT, place), timestamp: AT, message }));

const receive = async (delivery: unknown): Promise<SpoolBatch[]> => {
  const batches: SpoolBatch[] = [];
  await receiveLogs(ReceiveLogsInput.parse(delivery), { spool: { put: async (batch) => void batches.push(batch) } });
  return batches;
};

describe('receiving logs', () => {
  test('keeps every line with its id, time and stream, in one batch for the function whose log group it is', async () => {
    const messages = ['START RequestId: a Version: 3\n', 'two\nrows\n', 'plain'];
    expect(await receive(logDelivery({ logStream: STREAM, logEvents: eventsOf(...messages) }))).toEqual([
      {
        functionName: 'orders',
        lines: ['START RequestId: a Version: 3', 'two\nrows', 'plain'].map((message, place) => ({ id: cloudWatchId(AT, place), at: AT, stream: STREAM, message })),
        events: [],
      },
    ]);
  });

  test('lines of a function that logs JSON are kept as text', async () => {
    const start = JSON.stringify({ time: '2026-11-21T12:00:00Z', type: 'platform.start', record: { requestId: 'a', version: '3' } });
    const [batch] = await receive(logDelivery({ logStream: STREAM, logEvents: eventsOf(start) }));
    expect(batch?.lines[0]?.message).toBe('START RequestId: a Version: 3');
  });

  test('in a log group that functions share, the stream names the function', async () => {
    const [batch] = await receive(logDelivery({ logGroup: '/shop/all', logStream: '2026/11/21/orders-api[3]4f0c', logEvents: eventsOf('x') }));
    expect(batch?.functionName).toBe('orders-api');
  });

  test('a function does not speak for another one by the name of a stream in its own log group', async () => {
    const [batch] = await receive(logDelivery({ logGroup: '/aws/lambda/shop', logStream: '2026/11/21/orders-api[3]4f0c', logEvents: eventsOf('x') }));
    expect(batch?.functionName).toBe('shop');
  });

  test('ids that do not ascend are replaced by ones that do, the same for a second delivery', async () => {
    const logEvents = ['f1', '07', 'a3'].map((id, place) => ({ id, timestamp: AT, message: `${place}` }));
    const delivery = logDelivery({ logStream: STREAM, logEvents });
    const [first] = await receive(delivery);
    const ids = first?.lines.map(({ id }) => id) ?? [];
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(3);
    expect(await receive(delivery)).toEqual([first]);
    const [other] = await receive(logDelivery({ logStream: STREAM.replace('4f', '5f'), logEvents }));
    expect(other?.lines.some(({ id }) => ids.includes(id))).toBe(false);
  });

  test('a control message is answered and nothing is kept', async () => {
    expect(await receive(logDelivery({ messageType: 'CONTROL_MESSAGE', logGroup: '', logStream: '', logEvents: [{ id: '', timestamp: AT, message: 'CWL CONTROL MESSAGE: Checking health of destination' }] }))).toEqual([]);
  });

  test.each([
    ['no base64 of gzip', 'bm90IGd6aXA='],
    ['gzip of no JSON', gzipSync('nothing').toString('base64')],
    ['JSON of another shape', gzipSync('{"messageType":"DATA_MESSAGE","logEvents":7}').toString('base64')],
    ['gzip that ends too early', gzipSync('{"messageType":"CONTROL_MESSAGE"}').subarray(0, -10).toString('base64')],
    ['a bomb', gzipSync(Buffer.alloc(80 * 1024 * 1024)).toString('base64')],
  ])('%s is refused with a code, so that it is delivered again and not lost', async (_, data) => {
    await expect(receive({ awslogs: { data } })).rejects.toMatchObject({ code: 'PAWL-LOGS-UNREADABLE' });
  });

  test('a log group that is no function’s is refused by name', async () => {
    await expect(receive(logDelivery({ logGroup: '/ecs/web', logStream: 'web/1', logEvents: eventsOf('x') }))).rejects.toMatchObject({ code: 'PAWL-LOGS-NO-FUNCTION', message: expect.stringContaining('/ecs/web') });
  });

  test('fails when the batch could not be kept', async () => {
    const delivery = ReceiveLogsInput.parse(logDelivery({ logStream: STREAM, logEvents: eventsOf('x') }));
    await expect(receiveLogs(delivery, { spool: { put: async () => Promise.reject(new Error('slow down')) } })).rejects.toThrow('slow down');
  });
});
