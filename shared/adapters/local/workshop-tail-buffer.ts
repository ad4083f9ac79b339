/** Keeps the last bytes of a stream. */
export class TailBuffer {
  totalBytes = 0;
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #held = 0;

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  push(chunk: Buffer): void {
    this.totalBytes += chunk.length;
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    for (let first = this.#chunks[0]; first !== undefined && this.#held - first.length >= this.#limit; first = this.#chunks[0]) {
      this.#held -= first.length;
      this.#chunks.shift();
    }
  }

  text(): string {
    return Buffer.concat(this.#chunks).subarray(-this.#limit).toString('utf8');
  }
}
