import type { PredictorKind } from '../predictor.ts';

/** An exponentially weighted mean over about `points` points: the value against what was just before. */
export const movingMean = (points: number): PredictorKind => ({
  numbers: 2,
  over: (memory) => ({
    surprise: (value) => {
      const count = memory[0] ?? 0;
      const mean = memory[1] ?? 0;
      const residual = count === 0 ? 0 : value - mean;
      memory[1] = count === 0 ? value : mean + residual * Math.max(1 / points, 1 / (count + 1));
      memory[0] = count + 1;
      return residual;
    },
    relearn: () => {
      memory[0] = 0;
    },
  }),
});
