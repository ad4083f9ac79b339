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

const topHalf = (value: number): number => {
  asSingle[0] = value;
  return (asBits[0] ?? 0) >>> 16;
};

const fromTopHalf = (half: number): number => {
  asBits[0] = half << 16;
  return asSingle[0] ?? 0;
};

/** Doubles kept in full, then numbers kept in two bytes (already rounded by `roundToHalf`), then counts 0–255; as base64. */
export type Parts = { readonly doubles: Float64Array; readonly halves: Float32Array; readonly counts: Uint8Array };

export const packNumbers = ({ doubles, halves, counts }: Parts): string => {
  const bytes = Buffer.alloc(doubles.length * 8 + halves.length * 2 + counts.length);
  let at = 0;
  for (const value of doubles) at = bytes.writeDoubleLE(value, at);
  for (const value of halves) at = bytes.writeUInt16LE(topHalf(value), at);
  bytes.set(counts, at);
  return bytes.toString('base64');
};

/** Fills `parts` from what `packNumbers` wrote; `false`, and nothing changed, when the text is not of that size: another version wrote it. What is no number is 0. */
export const unpackNumbers = (text: string, { doubles, halves, counts }: Parts): boolean => {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== doubles.length * 8 + halves.length * 2 + counts.length) return false;
  for (let index = 0; index < doubles.length; index += 1) {
    const value = bytes.readDoubleLE(index * 8);
    doubles[index] = Number.isFinite(value) ? value : 0;
  }
  const from = doubles.length * 8;
  for (let index = 0; index < halves.length; index += 1) halves[index] = roundToHalf(fromTopHalf(bytes.readUInt16LE(from + index * 2)));
  counts.set(bytes.subarray(from + halves.length * 2));
  return true;
};
