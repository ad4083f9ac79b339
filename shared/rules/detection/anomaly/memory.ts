/** All numbers a detector keeps, in one piece; each part of it takes its own stretch, in a fixed order. */
export class Memory {
  readonly #numbers: Float32Array;
  #taken = 0;

  constructor(numbers: Float32Array) {
    this.#numbers = numbers;
  }

  /** The next `count` numbers: zeros in a new detector, what was there before in a restored one. */
  take(count: number): Float32Array {
    const from = this.#taken;
    this.#taken += count;
    if (this.#taken > this.#numbers.length) throw new RangeError(`A detector's memory has ${this.#numbers.length} numbers; ${this.#taken} were asked for.`);
    return this.#numbers.subarray(from, this.#taken);
  }
}

export const encodeNumbers = (numbers: Float32Array): string => Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64');

/** Undefined when the text does not hold exactly `count` numbers: another version wrote it. */
export function decodeNumbers(text: string, count: number): Float32Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.byteLength !== count * Float32Array.BYTES_PER_ELEMENT) return undefined;
  const numbers = new Float32Array(count);
  new Uint8Array(numbers.buffer).set(bytes);
  return numbers;
}
