/** What happened since the last line. Latencies are of answered requests, in milliseconds; null when there were none. */
export interface LoadStatistics {
  sent: number;
  ok: number;
  /** No answer, 429, or a status of 500 and more. */
  failed: number;
  /** Arrivals that were dropped because this process itself was asleep for too long or too much was open. */
  skipped: number;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
}

/** Counts outcomes; `take` answers them and begins anew. */
export class LoadCounter {
  #sent = 0;
  #ok = 0;
  #failed = 0;
  #skipped = 0;
  #latenciesMs: number[] = [];

  sent(): void {
    this.#sent += 1;
  }

  skipped(): void {
    this.#skipped += 1;
  }

  answered(status: number, latencyMs: number): void {
    if (status === 429 || status >= 500) this.#failed += 1;
    else this.#ok += 1;
    this.#latenciesMs.push(latencyMs);
  }

  unanswered(): void {
    this.#failed += 1;
  }

  take(): LoadStatistics {
    const sorted = Float64Array.from(this.#latenciesMs).sort();
    const quantile = (share: number): number | null => {
      const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
      return value === undefined ? null : Math.round(value * 100) / 100;
    };
    const statistics = {
      sent: this.#sent,
      ok: this.#ok,
      failed: this.#failed,
      skipped: this.#skipped,
      p50Ms: quantile(0.5),
      p95Ms: quantile(0.95),
      p99Ms: quantile(0.99),
    };
    this.#sent = this.#ok = this.#failed = this.#skipped = 0;
    this.#latenciesMs = [];
    return statistics;
  }
}
