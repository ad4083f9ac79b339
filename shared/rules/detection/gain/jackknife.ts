/** Two-sided 95 % quantiles of Student's t for 1, 2, 3 … degrees of freedom. */
const T95 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131] as const;

/** Student's t, two-sided 95 %; beyond the table to within 1 %. */
export const t95 = (degrees: number): number => T95[Math.max(1, Math.floor(degrees)) - 1] ?? 1.96 + 2.6 / degrees;

export type LeftOut = {
  /** How much was left out: requests. */
  readonly weight: number;
  /** The estimate without it. */
  readonly estimate: number;
};

/**
 * The 95 % interval of an estimate from how it changes when one block of the observations is left out at a time, blocks of unequal size:
 * the delete-m_j jackknife (Busing, Meijer, van der Leeden 1999), with Student's t. Blocks of time carry their own weather, so what varies
 * from one to the next counts, however many requests each holds. `undefined` below three blocks: nothing varies there.
 */
export const jackknifeInterval = (estimate: number, leftOut: readonly LeftOut[]): { low: number; high: number } | undefined => {
  const blocks = leftOut.filter(({ weight }) => weight > 0);
  if (blocks.length < 3) return undefined;
  const total = blocks.reduce((sum, { weight }) => sum + weight, 0);
  const centre = blocks.length * estimate - blocks.reduce((sum, block) => sum + (1 - block.weight / total) * block.estimate, 0);
  const variance = blocks.reduce((sum, block) => {
    const inverse = total / block.weight;
    const pseudo = inverse * estimate - (inverse - 1) * block.estimate;
    return sum + (pseudo - centre) ** 2 / (inverse - 1);
  }, 0) / blocks.length;
  const reach = t95(blocks.length - 1) * Math.sqrt(variance);
  return { low: estimate - reach, high: estimate + reach };
};
