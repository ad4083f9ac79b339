import type { PredictorKind } from '../predictor.ts';

/** How much more often than not the last `points` or so lay above what was expected (-1 to 1), however far: a shift smaller than the noise. */
export const oneSidedness = (points: number): PredictorKind => ({
  numbers: 1,
  over: (memory) => ({
    surprise: (residual) => {
      const mean = (memory[0] ?? 0) + (Math.sign(residual) - (memory[0] ?? 0)) / points;
      memory[0] = mean;
      return mean;
    },
    relearn: () => {
      memory[0] = 0;
    },
  }),
});
