import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import * as z from 'zod';
import type { Json } from '../domain/json.ts';

/**
 * Quality 5 is the knee for a target's state: 110 KB become 20 KB in 2 ms, where 9 gains nothing and 1 is a sixth larger. A store bills by the
 * kilobyte, and twice in a transaction.
 */
const QUALITY = 5;
/** A state has at most 180 KB. What unpacks to far more was not packed here. */
const MOST_BYTES = 4 * 1024 * 1024;

const Packed = z.strictObject({ format: z.string().default(''), z: z.string() });

/**
 * A value as a stored body that is small: `z`, base64 of brotli of its JSON, beside `format`, which says by whose rules it was checked.
 * Throws a `RangeError` that names the field when it holds NaN or an infinity.
 */
export const packed = (value: unknown, format: string): Json => {
  const text = JSON.stringify(value);
  // What JSON cannot hold it makes `null` of. Looked for only where there is one, since asking at each field takes longer than the rest.
  if (text.includes('null')) assertFinite(value);
  const bytes = Buffer.from(text);
  return { format, z: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).toString('base64') };
};

/** What `packed` was given; any other body is answered as it is, as it was stored before bodies were packed. Throws when it is damaged. */
export const unpacked = (body: Json): { readonly value: Json; readonly format?: string } => {
  const { data } = Packed.safeParse(body);
  if (data === undefined) return { value: body };
  return { format: data.format, value: JSON.parse(brotliDecompressSync(Buffer.from(data.z, 'base64'), { maxOutputLength: MOST_BYTES }).toString('utf8')) as Json };
};

const assertFinite = (value: unknown): void =>
  void JSON.stringify(value, (field: string, held: unknown) => {
    if (typeof held === 'number' && !Number.isFinite(held)) throw new RangeError(`"${field}" is ${held}, which JSON cannot hold.`);
    return held;
  });
