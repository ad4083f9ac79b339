import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compressed } from '../../../../../shared/platform/gateway/compressed.ts';

const LONG = JSON.stringify({ items: Array.from({ length: 500 }, (_, id) => ({ id, title: 'Retries of ordérs' })) });
const json = (text: string, headers: Record<string, string> = {}, status = 200): Response => new Response(text, { status, headers: { 'content-type': 'application/json', etag: '"abc"', vary: 'authorization', ...headers } });

describe('an answer on its way to the gateway', () => {
  it('is compressed for who takes that, and means the same', async () => {
    for (const accept of ['gzip', 'gzip, deflate, br', 'br;q=1.0, gzip;q=0.8', '*', 'GZIP']) {
      const answer = await compressed(json(LONG), accept);
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect([accept, answer.headers.get('content-encoding'), answer.headers.get('etag'), answer.headers.get('vary'), answer.headers.get('content-type')]).toEqual([accept, 'gzip', 'W/"abc"', 'authorization, accept-encoding', 'application/json']);
      expect(gunzipSync(bytes).toString()).toBe(LONG);
      expect(bytes.length).toBeLessThan(LONG.length / 10);
    }
  });

  it('stays as it is for who does not, and where it is short', async () => {
    for (const accept of ['', 'br', 'gzip;q=0', 'gzip;q=0.0', 'identity', 'xgzip']) {
      const answer = await compressed(json(LONG), accept);
      expect([accept, answer.headers.get('content-encoding'), answer.headers.get('etag'), await answer.text()]).toEqual([accept, null, '"abc"', LONG]);
    }
    expect((await compressed(json('{}'), 'gzip')).headers.get('content-encoding')).toBeNull();
  });

  it('is not touched where it comes bit by bit, is compressed already, is no text, or says that something is wrong', async () => {
    const stream = new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
    const others = [stream, new Response(LONG, { headers: { 'content-type': 'text/html', 'content-encoding': 'br' } }), new Response(LONG, { headers: { 'content-type': 'image/png' } }), new Response(null, { status: 304, headers: { 'content-type': 'application/json' } }), json(LONG, {}, 422)];
    for (const other of others) expect(await compressed(other, 'gzip')).toBe(other);
  });
});
