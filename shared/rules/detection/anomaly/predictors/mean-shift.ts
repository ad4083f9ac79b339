import type { PredictorKind } from '../predictor.ts';

/** A short mean against a long one (both exponentially weighted): a shift that lasts, too small to show in one point. */
export const meanShift = (shortPoints: number, longPoints: number): PredictorKind => ({
  numbers: 3,
  over: (memory) => ({
    surprise: (value) => {
      const count = memory[0] ?? 0;
      const brief = count === 0 ? value : (memory[1] ?? 0) + (value - (memory[1] ?? 0)) / Math.min(shortPoints, count + 1);
      const long = count === 0 ? value : (memory[2] ?? 0) + (value - (memory[2] ?? 0)) / Math.min(longPoints, count + 1);
      memory[0] = count + 1;
      memory[1] = brief;
      memory[2] = long;
      return brief - long;
    },
    relearn: () => {
      memory[0] = 0;
    },
  }),
});
