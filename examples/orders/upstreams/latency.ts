/** The shape of a service's answering time: log-normal, as measured latencies mostly are. */
export interface Latency {
  medianMs: number;
  /** Standard deviation of the logarithm; .3 puts the 95th percentile at 1.64 times the median. */
  sigma: number;
}

/** Uniform numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws one answering time in milliseconds (Box–Muller for the normal part). */
export function drawLatencyMs({ medianMs, sigma }: Latency, random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return medianMs * Math.exp(sigma * normal);
}
