import type { PredictorKind } from '../predictor.ts';

/** How much the value moves from one point to the next, over about `points` points: jitter that begins, whatever the level. */
export const roughness = (points: number): PredictorKind => ({
  numbers: 3,
  over: (memory) => ({
    surprise: (value) => {
      const moved = (memory[0] ?? 0) === 0 ? 0 : Math.abs(value - (memory[1] ?? 0));
      memory[0] = 1;
      memory[1] = value;
      const mean = (memory[2] ?? 0) + (moved - (memory[2] ?? 0)) / points;
      memory[2] = mean;
      return mean;
    },
    relearn: () => {
      memory[0] = 0;
    },
  }),
});
