import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packBatch } from '../../../../../shared/adapters/aws/spool-batch.ts';
import { spoolKey } from '../../../../../shared/adapters/aws/spool-key.ts';
import { spoolPages } from '../../../../../shared/adapters/aws/spool-pages.ts';
import { spoolWriter } from '../../../../../shared/adapters/aws/spool-writer.ts';
import type { LogLine } from '../../../../../shared/domain/signal.ts';
import type { Message } from '../../../../../shared/ports/host.ts';
import type { TelemetryPage } from '../../../../../shared/ports/telemetry.ts';
import { memorySpool } from '../../../../support/memory-spool.ts';
import { testClock } from '../../../../support/test-clock.ts';

const TIMING = { deliveryMs: 10_000, visibilityMs: 5_000, duplicateMs: 600_000 };
const START = Date.UTC(2026, 10, 21, 12);
const FUNCTION = 'orders';
const line = (id: string, at: number, message = 'x'): LogLine => ({ id, at, stream: '2026/11/21/[3]aa', message });

const spool = () => {
  const clock = testClock(START);
  const objects = memorySpool(clock);
  const told: Message[] = [];
  const telemetry = spoolPages({ objects, clock, notify: (message) => void told.push(message), timing: TIMING });
  return { clock, objects, told, telemetry, writer: spoolWriter({ objects, clock, timing: TIMING }) };
};

/** Reads on from a cursor until the page says that there is no more. */
const readOn = async (telemetry: ReturnType<typeof spool>['telemetry'], cursor: string | undefined, limit = 1000) => {
  const pages: TelemetryPage[] = [];
  do pages.push(await telemetry.read(FUNCTION, pages.at(-1)?.next ?? cursor, limit));
  while (pages.at(-1)?.caughtUp === false);
  return { pages, lines: pages.flatMap(({ lines }) => lines), next: pages.at(-1)?.next };
};

describe('telemetry from the spool', () => {
  test('brings lines of batches that crossed on their way into the order in which they were logged', async () => {
    const { clock, writer, telemetry } = spool();
    await writer.put({ functionName: FUNCTION, lines: [line('3', START - 10, 'REPORT')], events: [] });
    clock.advance(200);
    await writer.put({ functionName: FUNCTION, lines: [line('1', START - 30, 'START'), line('2', START - 20, 'probe')], events: [] });
    clock.advance(60_000);
    expect((await readOn(telemetry, undefined)).lines.map(({ message }) => message)).toEqual(['START', 'probe', 'REPORT']);
  });

  test('reads nothing that an earlier line could still overtake', async () => {
    const { clock, writer, telemetry } = spool();
    await writer.put({ functionName: FUNCTION, lines: [line('1', START)], events: [] });
    clock.set(START + 15_000);
    expect(await telemetry.read(FUNCTION, undefined, 10)).toMatchObject({ lines: [], caughtUp: true, completeUntil: START });
    clock.set(START + 15_001);
    expect((await telemetry.read(FUNCTION, undefined, 10)).lines).toHaveLength(1);
  });

  test('a line that took nine seconds comes before all that were logged after it, also where a page is full before its batch', async () => {
    const { clock, writer, telemetry } = spool();
    for (let index = 0; index < 30; index += 1) {
      await writer.put({ functionName: FUNCTION, lines: [line(`b${index}`, clock.now() + 1, 'young')], events: [] });
      clock.advance(300);
    }
    await writer.put({ functionName: FUNCTION, lines: [line('a', START, 'old')], events: [] });
    clock.advance(60_000);
    expect((await telemetry.read(FUNCTION, undefined, 3)).lines.map(({ message }) => message)).toEqual(['old', 'young', 'young']);
  });

  test('a line that took an hour is read later with its own time, after lines that are younger', async () => {
    const { clock, writer, telemetry } = spool();
    await writer.put({ functionName: FUNCTION, lines: [line('2', START)], events: [] });
    clock.advance(60_000);
    const before = await readOn(telemetry, undefined);
    await writer.put({ functionName: FUNCTION, lines: [line('1', START - 3_600_000)], events: [] });
    clock.advance(60_000);
    expect((await readOn(telemetry, before.next)).lines).toEqual([line('1', START - 3_600_000)]);
  });

  test('the same batch delivered again minutes later is read once', async () => {
    const { clock, objects, writer, telemetry } = spool();
    const batch = { functionName: FUNCTION, lines: [line('1', START), line('2', START + 1)], events: [] };
    await writer.put(batch);
    clock.advance(60_000);
    const first = await readOn(telemetry, undefined);
    await writer.put(batch);
    clock.advance(120_000);
    await writer.put(batch);
    clock.advance(60_000);
    expect(objects.stored.size).toBe(3);
    expect(first.lines).toHaveLength(2);
    expect((await readOn(telemetry, first.next)).lines).toEqual([]);
    expect((await readOn(telemetry, undefined)).lines).toHaveLength(2);
  });

  test('a line that came again in another batch a moment later is read once', async () => {
    const { clock, writer, telemetry } = spool();
    clock.advance(3000);
    await writer.put({ functionName: FUNCTION, lines: [line('1', START), line('2', START + 1)], events: [] });
    clock.advance(1000);
    await writer.put({ functionName: FUNCTION, lines: [line('2', START + 1), line('3', START + 2)], events: [] });
    clock.advance(60_000);
    expect((await readOn(telemetry, undefined)).lines.map(({ id }) => id)).toEqual(['1', '2', '3']);
  });

  test('a page is no larger than its limit when one batch is', async () => {
    const { clock, writer, telemetry } = spool();
    const lines = Array.from({ length: 50 }, (_, index) => line(String(index).padStart(3, '0'), START));
    await writer.put({ functionName: FUNCTION, lines, events: [] });
    clock.advance(60_000);
    const { pages, lines: read } = await readOn(telemetry, undefined, 7);
    expect(pages).toHaveLength(8);
    expect(read).toEqual(lines);
  });

  test('a backlog is read page by page without getting all of it for each page', async () => {
    const { clock, objects, writer, telemetry } = spool();
    for (let index = 0; index < 400; index += 1) {
      await writer.put({ functionName: FUNCTION, lines: [line(`${index}`, clock.now())], events: [] });
      clock.advance(1000);
    }
    clock.advance(60_000);
    await telemetry.read(FUNCTION, undefined, 10);
    expect(objects.counts.gets).toBeLessThan(50);
    await readOn(telemetry, undefined, 10);
    expect(objects.counts.gets).toBe(400);
  });

  test('an object that is damaged is named, told once and left out; its neighbours are read', async () => {
    const { clock, objects, told, writer, telemetry } = spool();
    await writer.put({ functionName: FUNCTION, lines: [line('1', START)], events: [] });
    clock.advance(10);
    const good = packBatch({ lines: [line('9', START)], events: [] }).bytes;
    objects.place(spoolKey(FUNCTION, { arrivedAt: clock.now(), batch: 'abc-0' }), good.slice(0, good.length - 9));
    clock.advance(10);
    await writer.put({ functionName: FUNCTION, lines: [line('2', START)], events: [] });
    clock.advance(60_000);
    expect((await readOn(telemetry, undefined)).lines.map(({ id }) => id)).toEqual(['1', '2']);
    await readOn(telemetry, undefined);
    expect(told.map(({ code, text }) => [code, text.includes('abc-0')])).toEqual([['PAWL-SPOOL-DAMAGED', true]]);
  });

  test('an object that was removed between listing and getting is told and left out', async () => {
    const { clock, objects, told, writer, telemetry } = spool();
    await writer.put({ functionName: FUNCTION, lines: [line('1', START)], events: [] });
    clock.advance(60_000);
    const get = objects.get;
    objects.get = async () => undefined;
    expect((await telemetry.read(FUNCTION, undefined, 10)).lines).toEqual([]);
    objects.get = get;
    expect(told.map(({ code }) => code)).toEqual(['PAWL-SPOOL-GONE']);
  });

  test('what other functions logged is not read', async () => {
    const { clock, writer, telemetry } = spool();
    await writer.put({ functionName: 'orders-2', lines: [line('1', START)], events: [] });
    clock.advance(60_000);
    expect((await telemetry.read(FUNCTION, undefined, 10)).lines).toEqual([]);
  });

  test('several intakes with clocks that differ, crossing puts and second deliveries: each line once, none lost, in order where in time', async () => {
    const batch = fc.record({
      /** When its lines were logged, each so long after the batch's own time. */
      lines: fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 6 }),
      loggedAt: fc.integer({ min: 0, max: 120_000 }),
      // Most in time, some minutes late.
      takesMs: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 3000, max: 10_000 }) }, { weight: 1, arbitrary: fc.integer({ min: 10_001, max: 200_000 }) }),
      skewMs: fc.integer({ min: -1000, max: 1000 }),
      putMs: fc.integer({ min: 0, max: 3900 }),
      again: fc.option(fc.integer({ min: 1, max: 180_000 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 25 }), fc.array(fc.tuple(fc.integer({ min: 1, max: 40_000 }), fc.integer({ min: 1, max: 9 })), { maxLength: 25 }), async (batches, reads) => {
        const { clock, objects, telemetry } = spool();
        const written: (LogLine & { readonly inTime: boolean })[] = [];
        for (const [index, { lines: offsets, loggedAt, takesMs, skewMs, putMs, again }] of batches.entries()) {
          const lines = offsets.toSorted((a, b) => a - b).map((offset, place) => line(`${String(index).padStart(3, '0')}-${place}`, START + loggedAt + offset));
          const { bytes, digest } = packBatch({ lines, events: [] });
          const arrivedAt = START + loggedAt + takesMs + skewMs;
          written.push(...lines.map((one) => ({ ...one, inTime: one.at >= arrivedAt - TIMING.deliveryMs && one.at <= arrivedAt })));
          for (const at of again === null ? [arrivedAt] : [arrivedAt, arrivedAt + again]) objects.place(spoolKey(FUNCTION, { arrivedAt: at, batch: `${digest}-0` }), bytes, at - skewMs + putMs);
        }
        const pages: TelemetryPage[] = [];
        for (const [pauseMs, limit] of reads) {
          clock.advance(pauseMs);
          pages.push(await telemetry.read(FUNCTION, pages.at(-1)?.next, limit));
        }
        clock.set(START + 1_000_000);
        pages.push(...(await readOn(telemetry, pages.at(-1)?.next, 50)).pages);

        const read = pages.flatMap(({ lines }) => lines);
        expect(read.map(({ id }) => id).toSorted()).toEqual(written.map(({ id }) => id).toSorted());
        const inTime = new Set(written.flatMap(({ id, inTime: timely }) => (timely ? [id] : [])));
        const times = read.filter(({ id }) => inTime.has(id)).map(({ at }) => at);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        let completeUntil = 0;
        for (const page of pages) {
          for (const one of page.lines) if (inTime.has(one.id)) expect(one.at).toBeGreaterThanOrEqual(completeUntil);
          completeUntil = Math.max(completeUntil, page.completeUntil);
        }
      }),
      { numRuns: 300 },
    );
  });
});
