/** How the rate swings: `ratePerSecond × (1 + amplitude × sin(2π t / periodSeconds))`. */
export interface Season {
  amplitude: number;
  periodSeconds: number;
}

/** The rate at `seconds` since the start, in requests per second; during the first `rampSeconds` it grows from almost nothing. */
export function rateAt(seconds: number, ratePerSecond: number, season: Season, rampSeconds = 0): number {
  const ramp = rampSeconds > 0 ? Math.min(1, (seconds + 0.05 * rampSeconds) / rampSeconds) : 1;
  return ramp * ratePerSecond * (1 + season.amplitude * Math.sin((2 * Math.PI * seconds) / season.periodSeconds));
}

/**
 * Answers one arrival after the other, in seconds since the start: a Poisson process whose rate follows the season.
 * Drawn at the highest rate and thinned to the current one (Lewis and Shedler, 1979).
 */
export function arrivals(ratePerSecond: number, season: Season, random: () => number, rampSeconds = 0): () => number {
  const highest = ratePerSecond * (1 + season.amplitude);
  let seconds = 0;
  return () => {
    do seconds -= Math.log(1 - random()) / highest;
    while (random() * highest > rateAt(seconds, ratePerSecond, season, rampSeconds));
    return seconds;
  };
}
