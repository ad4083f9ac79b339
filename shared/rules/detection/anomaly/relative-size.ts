const RATE = 0.001;
export const RELATIVE_SIZE_NUMBERS = 2;

/** Puts values of any unit on a scale that is linear up to the metric's usual size and logarithmic beyond: a doubling counts the same at night and at noon. */
export const relativeSize = (memory: Float32Array) => (value: number): number => {
  const count = memory[0] ?? 0;
  const usual = (memory[1] ?? 0) + (Math.abs(value) - (memory[1] ?? 0)) * Math.max(RATE, 1 / (count + 1));
  memory[0] = Math.min(count + 1, 1e6);
  memory[1] = usual;
  return usual === 0 ? 0 : Math.asinh(value / usual);
};
