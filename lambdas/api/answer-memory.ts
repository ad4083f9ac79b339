import type { Clock } from '../../shared/ports/clock.ts';

/** A read's answer as it goes out. `next`: where the list goes on. */
export type ReadAnswer = { readonly text: string; readonly tag: string; readonly next: string | undefined };

type Kept = { readonly epoch: number; readonly until: number; readonly answer: Promise<ReadAnswer> };

const MOST_ANSWERS = 500;
const MOST_CHARACTERS = 200_000;

/**
 * Answers of the last moment: who asks the same at the same time, or just after, gets the same answer. It is `freshMs` old at most, and never older than
 * the last act that came through this API: whoever did something sees it.
 */
export class AnswerMemory {
  readonly #freshMs: number;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #kept = new Map<string, Kept>();
  #epoch = 0;

  constructor(freshMs: number, clock: Pick<Clock, 'now'>) {
    this.#freshMs = freshMs;
    this.#clock = clock;
  }

  /** Something changes, or has changed: nothing of before is answered any more. */
  forget(): void {
    this.#epoch += 1;
    this.#kept.clear();
  }

  /** `asked` names the question and whose it is. What fails is not kept. */
  async answer(asked: string, read: () => Promise<ReadAnswer>): Promise<ReadAnswer> {
    if (this.#freshMs <= 0) return read();
    const now = this.#clock.now();
    const known = this.#kept.get(asked);
    if (known !== undefined && known.epoch === this.#epoch && now < known.until && now >= known.until - this.#freshMs) return known.answer;
    const answer = read();
    const kept = { epoch: this.#epoch, until: now + this.#freshMs, answer };
    this.#kept.delete(asked);
    this.#kept.set(asked, kept);
    for (const [oldest, { until }] of this.#kept) {
      if (this.#kept.size <= MOST_ANSWERS && now < until) break;
      this.#kept.delete(oldest);
    }
    const forget = (): void => {
      if (this.#kept.get(asked) === kept) this.#kept.delete(asked);
    };
    const forgetLarge = ({ text }: ReadAnswer): void => { if (text.length > MOST_CHARACTERS) forget(); };
    answer.then(forgetLarge, forget);
    return answer;
  }
}
