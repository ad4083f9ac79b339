/** Two-sided 95 % quantile of the normal distribution. */
const Z95 = 1.959963984540054;

/** A share of requests with its 95 % interval, all 0–1. `events` of `requests`. */
export interface RateWithInterval {
  readonly events: number;
  readonly requests: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/**
 * A rate with its 95 % Wilson score interval (Wilson, 1927), the sample counted as `requests / φ` because events come in bursts.
 * A fixed-sample interval to explain a verdict with; no decision is taken from it, those rest on anytime-valid evidence.
 */
export function wilsonInterval(events: number, requests: number, phi: number): RateWithInterval {
  if (requests === 0) return { events, requests, rate: 0, low: 0, high: 1 };
  const rate = events / requests;
  const size = requests / phi;
  const spread = (Z95 * Math.sqrt((rate * (1 - rate)) / size + (Z95 * Z95) / (4 * size * size))) / (1 + (Z95 * Z95) / size);
  const middle = (rate + (Z95 * Z95) / (2 * size)) / (1 + (Z95 * Z95) / size);
  return { events, requests, rate, low: Math.max(0, Math.min(rate, middle - spread)), high: Math.min(1, Math.max(rate, middle + spread)) };
}
