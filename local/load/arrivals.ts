/** How the rate swings: `ratePerSecond × (1 + amplitude × sin(2π t / periodSeconds))`. */
export interface Season {
  amplitude: number;
  periodSeconds: number;
}

/** The rate at `seconds` since the start, in requests per second. */
export function rateAt(seconds: number, ratePerSecond: number, season: Season): number {
  return ratePerSecond * (1 + season.amplitude * Math.sin((2 * Math.PI * seconds) / season.periodSeconds));
}

/**
 * Answers one arrival after the other, in seconds since the start: a Poisson process whose rate follows the season.
 * Drawn at the highest rate and thinned to the current one (Lewis and Shedler, 1979).
 */
export function arrivals(ratePerSecond: number, season: Season, random: () => number): () => number {
  const highest = ratePerSecond * (1 + season.amplitude);
  let seconds = 0;
  return () => {
    do seconds -= Math.log(1 - random()) / highest;
    while (random() * highest > rateAt(seconds, ratePerSecond, season));
    return seconds;
  };
}
