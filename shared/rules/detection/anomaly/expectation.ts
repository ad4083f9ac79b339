/** Numbers of memory: for each of the two predictors the mean absolute error and its 99 % quantile, and the points seen. */
export const EXPECTATION_NUMBERS = 5;

const RATE = 0.01;
const BAND = 0.99;

export type Expectation = { readonly expected: number; readonly halfWidth: number; readonly spread: number };

/**
 * The value that was to be expected, by whichever of the level and the daily profile has erred less lately, with the distance that 99 %
 * of its errors stayed below (tracked by stochastic approximation: Robbins and Monro 1951, with steps in units of the error's size).
 */
export const expectation = (memory: Float32Array) => {
  const at = (slot: number): number => memory[slot] ?? 0;
  const learn = (error: number, from: number, rate: number): void => {
    const size = Math.abs(error);
    memory[from] = at(from) + (Math.min(size, 10 * at(from) + (rate > RATE ? size : 0)) - at(from)) * rate;
    const step = at(from) * rate;
    memory[from + 1] = Math.max(at(from), at(from + 1) + (size > at(from + 1) ? 10 * BAND : -10 * (1 - BAND)) * step);
  };
  return (value: number, levelResidual: number, dailyResidual: number): Expectation => {
    const fromDay = at(3) < at(1);
    const from = fromDay ? 3 : 1;
    const told = { expected: value - (fromDay ? dailyResidual : levelResidual), halfWidth: at(from + 1), spread: 1.2533 * at(from) };
    const count = at(0);
    const rate = Math.max(RATE, 1 / (count + 1));
    learn(levelResidual, 1, rate);
    learn(dailyResidual, 3, rate);
    memory[0] = Math.min(count + 1, 1e6);
    return told;
  };
};
