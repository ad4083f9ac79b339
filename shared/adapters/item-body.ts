import type { Json } from '../domain/json.ts';
import type { Key } from '../ports/item-store.ts';

const LARGEST_BODY_BYTES = 300_000;

/** One JSON text of at most 300 KB. Throws a `RangeError` that names the key when it is larger or holds NaN or an infinity. */
export const encodeBody = (key: Key, body: Json): string => {
  const text = JSON.stringify(body, (field: string, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`Item ${key.pk}/${key.sk}: "${field}" is ${value}, which JSON cannot hold.`);
    return value;
  });
  const bytes = Buffer.byteLength(text);
  if (bytes > LARGEST_BODY_BYTES) throw new RangeError(`Item ${key.pk}/${key.sk} has ${bytes} bytes; at most ${LARGEST_BODY_BYTES} are stored. Keep what is large in the blob store.`);
  return text;
};

export const parseBody = (text: string): Json => JSON.parse(text) as Json;
