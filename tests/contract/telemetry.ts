import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogLine } from '../../shared/domain/signal.ts';
import type { Telemetry, TelemetryPage } from '../../shared/ports/telemetry.ts';

export type TelemetryFixture = {
  readonly telemetry: Telemetry;
  readonly functionName: string;
  /** Calls the function through its alias `live` with this path; it runs `TELEMETRY_HANDLER`. Resolves when it was answered, whatever the answer. */
  call(path: string): Promise<void>;
  /** Routes the alias `live` anew to the version that it points to. */
  shift(): Promise<void>;
  end(): Promise<void>;
};

/** Source of the function under watch: logs its path, fails at `/fail`. */
export const TELEMETRY_HANDLER = `export const handler = async (event) => {
  console.log('path ' + event.rawPath);
  if (event.rawPath === '/fail') throw new TypeError('no such thing');
  return { statusCode: 200, body: 'ok' };
};`;

/** What every `Telemetry` must do, whatever is behind it. */
export function describeTelemetry(name: string, make: () => Promise<TelemetryFixture>): void {
  describe(`Telemetry: ${name}`, () => {
    let fixture: TelemetryFixture;
    beforeAll(async () => {
      fixture = await make();
    });
    afterAll(async () => fixture.end());

    const read = async (cursor: string | undefined, limit = 1_000): Promise<TelemetryPage> => fixture.telemetry.read(fixture.functionName, cursor, limit);

    /** Everything after a cursor, page by page. */
    async function readAll(cursor: string | undefined, limit?: number): Promise<{ lines: LogLine[]; pages: TelemetryPage[]; next: string }> {
      const pages: TelemetryPage[] = [];
      let next = cursor;
      do {
        const page = await read(next, limit);
        pages.push(page);
        next = page.next;
      } while (pages.at(-1)?.caughtUp === false);
      return { lines: pages.flatMap(({ lines }) => lines), pages, next };
    }

    test('a request leaves START, what it logged, END and REPORT, in order, in the stream of its environment', async () => {
      const { next } = await readAll(undefined);
      await fixture.call('/one');
      const { lines } = await readAll(next);
      const own = lines.filter(({ message }) => !message.startsWith('INIT_START'));
      expect(own.map(({ message }) => message)).toEqual([
        expect.stringMatching(/^START RequestId: [0-9a-f-]{36} Version: \d+$/),
        expect.stringMatching(/^\d{4}-.*Z\t[0-9a-f-]{36}\tINFO\tpath \/one$/),
        expect.stringMatching(/^END RequestId: [0-9a-f-]{36}$/),
        expect.stringMatching(/^REPORT RequestId: [0-9a-f-]{36}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: \d+ MB\tMax Memory Used: \d+ MB/),
      ]);
      expect(new Set(own.map(({ stream }) => stream)).size).toBe(1);
      expect(own[0]?.stream).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\d+\][0-9a-f]{32}$/);
    });

    test('an uncaught error is an ERROR line with its name and message', async () => {
      const { next } = await readAll(undefined);
      await fixture.call('/fail');
      const { lines } = await readAll(next);
      const error = lines.find(({ message }) => message.includes('\tERROR\t'));
      expect(error?.message).toContain('Invoke Error');
      expect(error?.message).toContain('"errorType":"TypeError","errorMessage":"no such thing"');
    });

    test('the same cursor gives the same records again', async () => {
      await fixture.call('/again');
      const [first, second] = [await read(undefined), await read(undefined)];
      expect(second.lines.slice(0, first.lines.length)).toEqual(first.lines);
    });

    test('pages of any size hold each record once and in order', async () => {
      for (let index = 0; index < 5; index += 1) await fixture.call(`/page-${index}`);
      const whole = await readAll(undefined);
      for (const limit of [1, 3, 7]) {
        const { lines, pages } = await readAll(undefined, limit);
        expect(lines).toEqual(whole.lines);
        for (const page of pages) expect(page.lines.length + page.events.length).toBeLessThanOrEqual(limit);
      }
      expect(new Set(whole.lines.map(({ id }) => id)).size).toBe(whole.lines.length);
      const times = whole.lines.map(({ at }) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    });

    test('nothing that comes later happened before the moment up to which a page is complete', async () => {
      const { pages, next } = await readAll(undefined, 4);
      for (const [index, page] of pages.entries()) {
        for (const later of pages.slice(index + 1)) for (const line of later.lines) expect(line.at).toBeGreaterThanOrEqual(page.completeUntil);
      }
      const last = pages.at(-1);
      expect(last?.caughtUp).toBe(true);
      await fixture.call('/later');
      const { lines } = await readAll(next);
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) expect(line.at).toBeGreaterThanOrEqual(last?.completeUntil ?? Infinity);
    });

    test('a page at the end is empty, caught up, and keeps the cursor', async () => {
      const { next } = await readAll(undefined);
      const page = await read(next);
      expect(page).toMatchObject({ lines: [], events: [], next, caughtUp: true });
    });

    test('each routing of the alias is a deployment event of its own', async () => {
      const { next } = await readAll(undefined);
      await fixture.shift();
      await fixture.shift();
      const { pages } = await readAll(next);
      const deployments = pages.flatMap(({ events }) => events).filter(({ kind }) => kind === 'deployment');
      expect(deployments).toHaveLength(2);
      expect(new Set(deployments.map(({ id }) => id)).size).toBe(2);
      expect(deployments[0]).toMatchObject({ alias: 'live' });
    });

    test('refuses a cursor that it never gave out', async () => {
      await expect(read('not a cursor')).rejects.toThrow('cursor');
    });
  });
}
