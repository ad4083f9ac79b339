import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecording, recordedRequests } from '../../../../local/load/recorded-requests.ts';

const lines = (...values: unknown[]): string => values.map((value) => JSON.stringify(value)).join('\n');

describe('recorded requests', () => {
  it('are read from JSON lines', () => {
    const parsed = parseRecording(lines({ method: 'get', path: '/a?b=1', headers: { Accept: '*/*', Host: 'x' } }, { method: 'POST', path: '/c', body: { d: 1 } }));

    expect(parsed).toEqual({
      ok: true,
      recording: {
        requests: [
          { method: 'GET', path: '/a?b=1', headers: { accept: '*/*' } },
          { method: 'POST', path: '/c', headers: {}, body: '{"d":1}' },
        ],
        ratePerSecond: undefined,
      },
    });
  });

  it('are read from a HAR file, without what belongs to the recorded connection', () => {
    const entry = (startedDateTime: string) => ({
      startedDateTime,
      request: {
        method: 'POST',
        url: 'https://shop.example.com/orders?x=1',
        headers: [{ name: ':authority', value: 'shop.example.com' }, { name: 'Content-Length', value: '2' }, { name: 'Content-Type', value: 'application/json' }],
        postData: { mimeType: 'application/json', text: '{}' },
      },
    });
    const parsed = parseRecording(JSON.stringify({ log: { entries: [entry('2026-01-01T00:00:00Z'), entry('2026-01-01T00:00:00.500Z')] } }, null, 2));

    const request = { method: 'POST', path: '/orders?x=1', headers: { 'content-type': 'application/json' }, body: '{}' };
    expect(parsed).toEqual({ ok: true, recording: { requests: [request, request], ratePerSecond: 2 } });
  });

  it('tell their mean rate when they tell their time', () => {
    const parsed = parseRecording(lines(...[0, 100, 200, 300, 400].map((at) => ({ method: 'GET', path: '/', at }))));

    expect(parsed).toMatchObject({ ok: true, recording: { ratePerSecond: 10 } });
  });

  it('name every bad line with its number', () => {
    const parsed = parseRecording(`${lines({ method: 'GET', path: '/' })}\n{"method"\n${lines({ method: 'GET', path: 'orders' }, { path: '/' })}`);

    expect(parsed.ok ? [] : parsed.problems.map((problem) => /^line \d+/.exec(problem)?.[0])).toEqual(['line 2', 'line 3', 'line 4']);
  });

  it('are refused when there are none', () => {
    expect(parseRecording('\n\n')).toMatchObject({ ok: false });
    expect(parseRecording('{"log": {"entries": []}}')).toMatchObject({ ok: false, problems: ['log.entries: holds no request'] });
  });

  it('come back in their order, over and over', () => {
    const next = recordedRequests({ requests: ['/a', '/b'].map((path) => ({ method: 'GET', path, headers: {} })), ratePerSecond: undefined });

    expect([next(), next(), next()].map(({ path }) => path)).toEqual(['/a', '/b', '/a']);
  });

  it('never make the reader throw, whatever the text', () => {
    const text = fc.oneof(fc.string(), fc.json(), fc.array(fc.json()).map((values) => values.join('\n')), fc.jsonValue().map((log) => JSON.stringify({ log })));
    fc.assert(fc.property(text, (given) => {
      const parsed = parseRecording(given);
      expect(parsed.ok ? parsed.recording.requests.length : parsed.problems.length).toBeGreaterThan(0);
    }));
  });
});
