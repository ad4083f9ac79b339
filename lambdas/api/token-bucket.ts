import type { Instant } from '../../shared/domain/instant.ts';

/** So many at once, and so many a second for long. Rows of those who have not asked for a while are forgotten. */
export class TokenBuckets {
  readonly #perSecond: number;
  readonly #atOnce: number;
  readonly #most: number;
  readonly #buckets = new Map<string, { tokens: number; at: Instant }>();

  constructor({ perSecond, atOnce, most = 10_000 }: { readonly perSecond: number; readonly atOnce: number; readonly most?: number }) {
    this.#perSecond = perSecond;
    this.#atOnce = atOnce;
    this.#most = most;
  }

  /** Takes one. `retryAfterSeconds` is 0 when there was one. */
  take(key: string, now: Instant): { readonly left: number; readonly retryAfterSeconds: number } {
    const bucket = this.#buckets.get(key) ?? { tokens: this.#atOnce, at: now };
    const tokens = Math.min(this.#atOnce, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * this.#perSecond);
    const taken = tokens >= 1;
    const left = taken ? tokens - 1 : tokens;
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: left, at: now });
    this.#forgetOldest();
    return { left: Math.floor(left), retryAfterSeconds: taken ? 0 : Math.max(1, Math.ceil((1 - left) / this.#perSecond)) };
  }

  #forgetOldest(): void {
    while (this.#buckets.size > this.#most) {
      const oldest = this.#buckets.keys().next().value;
      if (oldest === undefined) return;
      this.#buckets.delete(oldest);
    }
  }
}
