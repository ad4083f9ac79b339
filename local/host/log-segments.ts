import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';

const SEGMENT_BYTES = 8 * 1024 * 1024;
const SEGMENTS_KEPT = 16;
/** Numbers skipped at a start: more than a host can have given out without getting them to disk before it was killed. */
const RESTART_GAP = 1_000_000;

type Segment = { readonly first: number; bytes: number };

/** The records of one log on disk: files of JSON lines, each named after the number of its first record; line i holds number first + i. */
export class LogSegments {
  readonly #directory: string;
  #segments: Segment[] = [];
  #rotate = true;
  /** The number that the next record gets. */
  readonly startsAt: number;

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
    this.#segments = readdirSync(directory)
      .filter((name) => /^\d+\.jsonl$/.test(name))
      .map((name) => ({ first: Number.parseInt(name, 10), bytes: SEGMENT_BYTES }))
      .sort((a, b) => a.first - b.first);
    const last = this.#segments.at(-1);
    this.startsAt = last ? last.first + this.#lines(last).length + RESTART_GAP : 1;
  }

  /** Adds consecutive records, the first of number `first`. After an error they are lost to disk, and the next ones start a new file. */
  async append(first: number, lines: readonly string[]): Promise<void> {
    const text = lines.map((line) => `${line}\n`).join('');
    let segment = this.#segments.at(-1);
    if (!segment || this.#rotate || segment.bytes >= SEGMENT_BYTES) {
      segment = { first, bytes: 0 };
      this.#segments.push(segment);
      this.#rotate = false;
      for (const old of this.#segments.splice(0, Math.max(0, this.#segments.length - SEGMENTS_KEPT))) rmSync(this.#path(old), { force: true });
    }
    segment.bytes += text.length;
    try {
      await appendFile(this.#path(segment), text);
    } catch (error) {
      this.#rotate = true;
      throw error;
    }
  }

  /** At most `limit` records with a number of at least `from`, all out of one file; empty when none is on disk. */
  read(from: number, limit: number): string[] {
    const index = Math.max(0, this.#segments.findLastIndex((segment) => segment.first <= from));
    for (const segment of this.#segments.slice(index)) {
      const skip = Math.max(0, from - segment.first);
      const lines = this.#lines(segment).slice(skip, skip + limit);
      if (lines.length > 0) return lines;
    }
    return [];
  }

  #lines(segment: Segment): string[] {
    let text: string;
    try {
      text = readFileSync(this.#path(segment), 'utf8');
    } catch {
      return [];
    }
    // What follows the last line break is a record whose writing was interrupted.
    return text.slice(0, text.lastIndexOf('\n') + 1).split('\n').slice(0, -1);
  }

  #path({ first }: Segment): string {
    return join(this.#directory, `${String(first).padStart(16, '0')}.jsonl`);
  }
}
