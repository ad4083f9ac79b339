import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventReader, type StreamMessage } from '../../../dashboard/src/api/event-stream.ts';

const readIn = (pieces: readonly string[]): readonly StreamMessage[] => {
  const read = eventReader();
  return pieces.flatMap((piece) => read(piece));
};

it('reads messages with their id, type and data, and passes over heartbeats', () => {
  expect(readIn(['id: 7\nevent: release\ndata: {"a":1}\n\n: still here\n\ndata:plain\n\n'])).toEqual([
    { id: '7', event: 'release', data: '{"a":1}' },
    { id: '7', event: 'message', data: 'plain' },
  ]);
});

it('joins several lines of data, and knows every end of line', () => {
  expect(readIn(['data: one\r\ndata: two\r\n\r\n', 'data: three\rdata\r\r'])).toEqual([
    { id: undefined, event: 'message', data: 'one\ntwo' },
    { id: undefined, event: 'message', data: 'three\n' },
  ]);
});

it('says nothing before a message has ended', () => {
  expect(readIn(['data: half\n'])).toEqual([]);
});

const line = fc.oneof(
  fc.constantFrom('', '', ': heartbeat', 'retry: 10', 'event: release', 'id: 4', 'id'),
  fc.string({ maxLength: 12 }).map((text) => `data: ${text.replaceAll(/[\r\n]/g, ' ')}`),
);

it('reads the same however the stream was cut into pieces', () => {
  fc.assert(fc.property(fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { maxLength: 30 }), fc.array(fc.nat(400), { maxLength: 12 }), (lines, cuts) => {
    const text = lines.map(([words, end]) => words + end).join('');
    const at = [...new Set(cuts.map((cut) => Math.min(cut, text.length)))].toSorted((a, b) => a - b);
    const pieces = [...at, text.length].map((end, index) => text.slice(at[index - 1] ?? 0, end));
    expect(readIn(pieces)).toEqual(readIn([text]));
  }));
});
