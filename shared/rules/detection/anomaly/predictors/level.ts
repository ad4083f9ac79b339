import type { PredictorKind } from '../predictor.ts';

const RATE = 0.01;
const SPREAD_RATE = 0.005;

/** The usual level: a mean over about 100 points that no point moves by more than the usual distance, so that an outage does not become normal at once. */
export const level: PredictorKind = {
  numbers: 3,
  over: (memory) => {
    const [COUNT, LEVEL, SPREAD] = [0, 1, 2] as const;
    const at = (slot: number): number => memory[slot] ?? 0;
    return {
      surprise: (value) => {
        const count = at(COUNT);
        const residual = count === 0 ? 0 : value - at(LEVEL);
        const spread = at(SPREAD) + (Math.abs(residual) - at(SPREAD)) * Math.max(SPREAD_RATE, 1 / (count + 1));
        memory[LEVEL] = count === 0 ? value : at(LEVEL) + Math.max(-spread, Math.min(spread, residual)) * Math.max(RATE, 1 / (count + 1));
        memory[SPREAD] = spread;
        memory[COUNT] = count + 1;
        return residual;
      },
      relearn: () => {
        memory[COUNT] = 0;
        memory[SPREAD] = 0;
      },
    };
  },
};
