import type { Host } from '../../ports/host.ts';
import { unpackBatch, type SpooledBatch } from './spool-batch.ts';
import type { SpoolObjects } from './spool-objects.ts';

/** Batches kept between two pages: the reader looks at the youngest ones again. About 30 MB of text. */
const MOST_CHARACTERS = 15_000_000;
const NOTHING: SpooledBatch = { lines: [], events: [] };

/** Gets batches, the last ones out of memory. An object that is damaged or gone is told once, and is as if it held nothing. */
export class SpoolReader {
  readonly #objects: SpoolObjects;
  readonly #notify: Host['notify'];
  readonly #held = new Map<string, { batch: SpooledBatch; characters: number }>();
  #characters = 0;

  constructor(objects: SpoolObjects, notify: Host['notify']) {
    this.#objects = objects;
    this.#notify = notify;
  }

  /** Whether the batch is in memory, so that it need not be fetched. */
  holds(key: string): boolean {
    return this.#held.has(key);
  }

  async batch(key: string): Promise<SpooledBatch> {
    const held = this.#held.get(key);
    if (held) return held.batch;
    const batch = await this.#read(key);
    this.#hold(key, batch);
    return batch;
  }

  async #read(key: string): Promise<SpooledBatch> {
    const bytes = await this.#objects.get(key);
    if (bytes === undefined) {
      this.#notify({ code: 'PAWL-SPOOL-GONE', level: 'warning', text: `${key} was removed before it was read. Telemetry is kept for two days; look why it was not collected for so long.` });
      return NOTHING;
    }
    const batch = unpackBatch(bytes);
    if (batch) return batch;
    this.#notify({ code: 'PAWL-SPOOL-DAMAGED', level: 'error', text: `${key} cannot be read and is left out: what it held is missing from the telemetry.`, data: { key, bytes: bytes.length } });
    return NOTHING;
  }

  #hold(key: string, batch: SpooledBatch): void {
    const characters = batch.lines.reduce((sum, { message }) => sum + message.length + 200, 200 * (batch.events.length + 1));
    this.#held.set(key, { batch, characters });
    this.#characters += characters;
    for (const [old, { characters: given }] of this.#held) {
      if (this.#characters <= MOST_CHARACTERS) break;
      this.#held.delete(old);
      this.#characters -= given;
    }
  }
}
