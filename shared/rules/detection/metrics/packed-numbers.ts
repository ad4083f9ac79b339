/** The top half of a single-precision number: 8 significant bits, at any magnitude. Rounds to the nearest. */
const asSingle = new Float32Array(1);
const asBits = new Uint32Array(asSingle.buffer);

/** `value` to the precision in which it is stored, so that a restored number is the number that was there. */
export const roundToHalf = (value: number): number => {
  asSingle[0] = value;
  asBits[0] = (((asBits[0] ?? 0) + 0x8000) >>> 16) << 16;
  const rounded = asSingle[0] ?? 0;
  return Number.isFinite(rounded) ? rounded : 0;
};

/** Doubles kept in full, then numbers kept in two bytes (already rounded by `roundToHalf`), then counts 0–255; as base64. */
export type Parts = { readonly doubles: Float64Array; readonly halves: Float32Array; readonly counts: Uint8Array };

export const packNumbers = ({ doubles, halves, counts }: Parts): string => {
  const bytes = new Uint8Array(doubles.length * 8 + halves.length * 2 + counts.length);
  new Float64Array(bytes.buffer, 0, doubles.length).set(doubles);
  const bits = new Uint32Array(halves.slice().buffer);
  const tops = new Uint16Array(bytes.buffer, doubles.length * 8, halves.length);
  for (let index = 0; index < tops.length; index += 1) tops[index] = (bits[index] ?? 0) >>> 16;
  bytes.set(counts, doubles.length * 8 + halves.length * 2);
  return Buffer.from(bytes.buffer).toString('base64');
};

/** Fills `parts` from what `packNumbers` wrote; `false`, and nothing changed, when the text is not of that size: another version wrote it. What is no number is 0. */
export const unpackNumbers = (text: string, { doubles, halves, counts }: Parts): boolean => {
  const read = Buffer.from(text, 'base64');
  if (read.length !== doubles.length * 8 + halves.length * 2 + counts.length) return false;
  // Views need their own, aligned piece of memory.
  const bytes = new Uint8Array(read);
  doubles.set(new Float64Array(bytes.buffer, 0, doubles.length));
  for (let index = 0; index < doubles.length; index += 1) if (!Number.isFinite(doubles[index])) doubles[index] = 0;
  const tops = new Uint16Array(bytes.buffer, doubles.length * 8, halves.length);
  const bits = new Uint32Array(halves.length);
  for (let index = 0; index < tops.length; index += 1) bits[index] = isNumber(tops[index] ?? 0) ? (tops[index] ?? 0) << 16 : 0;
  halves.set(new Float32Array(bits.buffer));
  counts.set(bytes.subarray(doubles.length * 8 + halves.length * 2));
  return true;
};

/** An exponent of all ones is infinity or no number. */
const isNumber = (top: number): boolean => (top & 0x7f80) !== 0x7f80;
