/**
 * SHA-256 of a text's UTF-8, in hexadecimal (FIPS 180-4, section 6.2). Written out, because loading `node:crypto` for one short hash would
 * add more to a cold start than all the rest of the probe.
 */
export function sha256(text: string): string {
  const message = new TextEncoder().encode(text);
  const blocks = Math.ceil((message.length + 9) / 64);
  const padded = new DataView(new ArrayBuffer(blocks * 64));
  new Uint8Array(padded.buffer).set(message);
  padded.setUint8(message.length, 0x80);
  padded.setUint32(padded.byteLength - 8, Math.floor(message.length / 2 ** 29));
  padded.setUint32(padded.byteLength - 4, (message.length << 3) >>> 0);
  const hash = Int32Array.from(FIRST_HASH);
  for (let block = 0; block < blocks; block += 1) addBlock(hash, padded, block * 64);
  return [...hash].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

const primes = (count: number): number[] => {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  return found;
};
/** The first 32 bits of the fraction. */
const fraction = (value: number): number => ((value - Math.floor(value)) * 2 ** 32) | 0;

const FIRST_PRIMES = primes(64);
const FIRST_HASH = FIRST_PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const ROUND_CONSTANTS = Int32Array.from(FIRST_PRIMES, (prime) => fraction(Math.cbrt(prime)));
const schedule = new Int32Array(64);

const turned = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

function addBlock(hash: Int32Array, message: DataView, offset: number): void {
  const word = (index: number): number => schedule[index] ?? 0;
  for (let round = 0; round < 64; round += 1) {
    if (round < 16) {
      schedule[round] = message.getInt32(offset + round * 4);
      continue;
    }
    const [early, late] = [word(round - 15), word(round - 2)];
    const small0 = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const small1 = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    schedule[round] = word(round - 16) + small0 + word(round - 7) + small1;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
  for (let round = 0; round < 64; round += 1) {
    const big1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + (ROUND_CONSTANTS[round] ?? 0) + word(round)) | 0;
    const big0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  for (const [index, value] of [a, b, c, d, e, f, g, h].entries()) hash[index] = (hash[index] ?? 0) + value;
}
