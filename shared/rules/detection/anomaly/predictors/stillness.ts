import type { PredictorKind } from '../predictor.ts';

/** For how many points the value has not moved at all: a sensor that died repeats itself. */
export const stillness: PredictorKind = {
  numbers: 3,
  over: (memory) => ({
    surprise: (value) => {
      const run = memory[0] === 1 && memory[1] === Math.fround(value) ? Math.min((memory[2] ?? 0) + 1, 1e6) : 0;
      memory[0] = 1;
      memory[1] = value;
      memory[2] = run;
      return run;
    },
    relearn: () => {
      memory[0] = 0;
    },
  }),
};
