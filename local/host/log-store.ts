import type { TargetEvent } from '../../shared/domain/signal.ts';
import { LogSegments } from './log-segments.ts';

/** As CloudWatch Logs has it: a longer message is cut. */
const MESSAGE_CHARACTERS = 256 * 1024;
const TAIL_RECORDS = 20_000;
const FLUSH_MS = 250;

/** A page as JSON texts, so that nothing is parsed and written again on its way out. */
export type LogPage = { readonly records: readonly string[]; readonly next: number; readonly completeUntil: number; readonly caughtUp: boolean };

/**
 * What one function logged and what happened to it, in one sequence: in memory at once, on disk a quarter of a second later.
 * The time of a record is the time of its arrival here, so that times never go backwards along the sequence.
 */
export class LogStore {
  readonly #segments: LogSegments;
  readonly #report: (problem: string) => void;
  #tail: string[] = [];
  /** Number of the first record in the tail. */
  #tailFirst: number;
  #flushed: number;
  #lastAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | undefined;
  #failing = false;

  constructor(directory: string, report: (problem: string) => void) {
    this.#segments = new LogSegments(directory);
    this.#report = report;
    this.#tailFirst = this.#segments.startsAt;
    this.#flushed = this.#tailFirst;
  }

  line(stream: string, message: string): void {
    this.#add({ stream, message: message.length > MESSAGE_CHARACTERS ? message.slice(0, MESSAGE_CHARACTERS) : message });
  }

  event(event: TargetEvent): void {
    this.#add({ event });
  }

  /** At most `limit` records after number `after`, oldest first; fewer than there are where a file ends. */
  page(after: number, limit: number): LogPage {
    const end = this.#tailFirst + this.#tail.length;
    const from = after + 1;
    const old = from < this.#tailFirst ? this.#segments.read(from, limit) : [];
    const records = old.length > 0 ? old.filter((text) => numberOf(text) < this.#tailFirst) : [];
    if (records.length === 0) {
      const skip = Math.max(0, from - this.#tailFirst);
      records.push(...this.#tail.slice(skip, skip + limit));
    }
    const last = records.at(-1);
    const next = last === undefined ? after : numberOf(last);
    const caughtUp = next >= end - 1;
    return { records, next, caughtUp, completeUntil: caughtUp || last === undefined ? this.#now() : timeOf(last) };
  }

  /** Resolves when everything logged so far is on disk, or could not be put there. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#flushing;
    const first = this.#flushed;
    const lines = this.#tail.slice(first - this.#tailFirst);
    if (lines.length === 0) return;
    this.#flushed += lines.length;
    this.#flushing = this.#write(first, lines);
    await this.#flushing;
  }

  async #write(first: number, lines: readonly string[]): Promise<void> {
    try {
      await this.#segments.append(first, lines);
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#report(`Log records cannot be written: ${String(error)}. They are kept in memory only.`);
      this.#failing = true;
    }
  }

  #add(content: { stream: string; message: string } | { event: TargetEvent }): void {
    const seq = this.#tailFirst + this.#tail.length;
    this.#tail.push(JSON.stringify({ seq, at: this.#now(), ...content }));
    if (this.#tail.length > TAIL_RECORDS * 1.5) this.#trim();
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  #trim(): void {
    const surplus = Math.min(this.#tail.length - TAIL_RECORDS, this.#flushed - this.#tailFirst);
    if (surplus <= 0) return;
    this.#tail = this.#tail.slice(surplus);
    this.#tailFirst += surplus;
  }

  #now(): number {
    this.#lastAt = Math.max(this.#lastAt, Date.now());
    return this.#lastAt;
  }
}

// A record's text begins with both numbers, so that they are read without parsing the rest.
const HEAD = /^\{"seq":(\d+),"at":(\d+)/;
const numberOf = (text: string): number => Number(HEAD.exec(text)?.[1] ?? 0);
const timeOf = (text: string): number => Number(HEAD.exec(text)?.[2] ?? 0);
