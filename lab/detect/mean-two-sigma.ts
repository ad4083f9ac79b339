const SIGMAS = 2;
const WINDOW_MS = 7 * 86_400_000;

/**
 * The peer: the requirements' own rule. The mean of the last hour lies more than two standard deviations from the mean of the seven days
 * before; the score is how many, up to ten, as a part of ten.
 */
export function meanTwoSigma(atMs: Float64Array, values: Float64Array): Float64Array {
  const scores = new Float64Array(values.length);
  let oldest = 0;
  let oldestOfHour = 0;
  let sum = 0;
  let squares = 0;
  let hourSum = 0;
  for (let i = 0; i < values.length; i += 1) {
    const now = atMs[i] ?? 0;
    hourSum += values[i] ?? 0;
    for (; (atMs[oldestOfHour] ?? 0) <= now - 3_600_000; oldestOfHour += 1) {
      const left = values[oldestOfHour] ?? 0;
      hourSum -= left;
      sum += left;
      squares += left * left;
    }
    for (; oldest < oldestOfHour && (atMs[oldest] ?? 0) < now - WINDOW_MS; oldest += 1) {
      const left = values[oldest] ?? 0;
      sum -= left;
      squares -= left * left;
    }
    const count = oldestOfHour - oldest;
    if (count < 2) continue;
    const mean = sum / count;
    const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
    const distance = Math.abs(hourSum / (i + 1 - oldestOfHour) - mean);
    scores[i] = distance === 0 ? 0 : Math.min(1, distance / Math.max(deviation, 1e-12) / 10);
  }
  return scores;
}

/** The peer's own threshold. */
export const MEAN_TWO_SIGMA_THRESHOLD = SIGMAS / 10;
