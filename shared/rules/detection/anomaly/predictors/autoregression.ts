import type { PredictorKind } from '../predictor.ts';

const STEP = 0.05;
const CENTRE_POINTS = 100;
const EPSILON = 1e-30;

/**
 * The next value as a weighted sum of the last `order` values, about a slow mean; the weights learn by normalised least mean squares
 * (Widrow and Hoff 1960; Nagumo and Noda 1967), which needs `order` numbers where recursive least squares needs their square.
 */
export const autoregression = (order: number): PredictorKind => ({
  numbers: 2 + 2 * order,
  over: (memory) => {
    const past = memory.subarray(2, 2 + order);
    const weights = memory.subarray(2 + order);
    return {
      surprise: (value) => {
        const count = memory[0] ?? 0;
        const centre = count === 0 ? value : (memory[1] ?? 0);
        const centred = value - centre;
        let predicted = 0;
        let power = EPSILON;
        for (let i = 0; i < order; i += 1) {
          const earlier = past[i] ?? 0;
          predicted += (weights[i] ?? 0) * earlier;
          power += earlier * earlier;
        }
        const residual = centred - predicted;
        const step = (STEP * Math.max(-1, Math.min(1, residual / Math.sqrt(power)))) / Math.sqrt(power);
        for (let i = 0; i < order; i += 1) weights[i] = Math.max(-2, Math.min(2, (weights[i] ?? 0) + step * (past[i] ?? 0)));
        past.copyWithin(1, 0, order - 1);
        past[0] = centred;
        memory[1] = centre + centred * Math.max(1 / CENTRE_POINTS, 1 / (count + 1));
        memory[0] = Math.min(count + 1, 1e6);
        return count < order ? 0 : residual;
      },
      relearn: () => {
        memory[0] = 0;
      },
    };
  },
});
