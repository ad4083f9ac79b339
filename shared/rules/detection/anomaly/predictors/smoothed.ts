import type { PredictorKind } from '../predictor.ts';

/** The mean over about `points` points of what it is fed. */
export const smoothed = (points: number): PredictorKind => ({
  numbers: 1,
  over: (memory) => ({
    surprise: (value) => {
      const mean = (memory[0] ?? 0) + (value - (memory[0] ?? 0)) / points;
      memory[0] = mean;
      return mean;
    },
    relearn: () => {
      memory[0] = 0;
    },
  }),
});
